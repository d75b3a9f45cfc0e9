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
