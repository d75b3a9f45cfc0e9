import { createEngine } from './engine.ts'
import { scanningFinder } from './finder.ts'
import { buildNameText } from './text.ts'
import type { Search, SearchDepartment, SearchHead } from './types.ts'

/** Above so many items, `openSearch` takes the engine with postings. */
export const PROVINCE_FROM = 8000

/** Search for a county: at most a few thousand items, made in milliseconds, small enough for the first route. */
export function createSearch(heads: readonly SearchHead[], departments: readonly SearchDepartment[]): Search {
  const text = buildNameText(heads)
  return createEngine(heads, departments, text, scanningFinder(text))
}

/** The engine that fits the number of items; the larger one is loaded only where it is needed. */
export async function openSearch(
  heads: readonly SearchHead[],
  departments: readonly SearchDepartment[],
): Promise<Search> {
  if (heads.length <= PROVINCE_FROM) return createSearch(heads, departments)
  const { createProvinceSearch } = await import('./province.ts')
  return createProvinceSearch(heads, departments)
}
