import { createEngine } from './engine.ts'
import { scanningFinder } from './finder.ts'
import { itemsOf } from './items.ts'
import { buildNameText } from './text.ts'
import type { Search, SearchDepartment, SearchHead } from './types.ts'

/** Search for a county: at most a few thousand items, made in milliseconds, small enough for the first route. */
export function createSearch(heads: readonly SearchHead[], departments: readonly SearchDepartment[]): Search {
  const text = buildNameText(heads)
  return createEngine(itemsOf(heads, departments), departments, text, scanningFinder(text))
}
