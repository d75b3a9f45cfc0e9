import type { ItemHead } from '#sync/services'

/** What narrows the list. Empty strings and false mean: not narrowed. */
export interface Filters {
  department: string
  venue: string
  kind: string
  completeness: '' | 'full' | 'partial'
  onTheSpot: boolean
  noVisit: boolean
}

export const NO_FILTERS: Readonly<Filters> = {
  department: '',
  venue: '',
  kind: '',
  completeness: '',
  onTheSpot: false,
  noVisit: false,
}

const ALL_EIGHT = 0b11111111

export function passes(head: ItemHead, filters: Filters): boolean {
  if (filters.department && head.department !== filters.department) return false
  if (filters.venue && !head.venues?.includes(filters.venue)) return false
  if (filters.kind && head.kind !== filters.kind) return false
  if (filters.completeness && (head.mask === ALL_EIGHT) !== (filters.completeness === 'full')) return false
  if (filters.onTheSpot && head.handling !== 'onTheSpot' && head.promised?.unit !== 'onTheSpot') return false
  return !filters.noVisit || head.visits === 0
}

/** How many of them narrow the list. */
export function countFilters(filters: Filters): number {
  return Object.values(filters).filter(Boolean).length
}
