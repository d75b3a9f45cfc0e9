/** The filters of the inbox as they stand in the address, so that a view can be kept, passed on, and gone back to. */
import type { LocationQuery } from 'vue-router'
import * as v from 'valibot'
import { CaseFilters, MAX_SEARCH } from '#contract/desk/cases'
import type { StaffRole } from '#domain/staff/roles'

/** A tab is a filter of whose turn it is, or of the clock. */
export type Tab = 'office' | 'unit' | 'citizen' | 'nobody' | 'all' | 'red' | 'amber'

/** What one works on first. */
export const firstTab = (role: StaffRole): Tab => (role === 'auditor' ? 'red' : role)

const FILTERS = Object.keys(CaseFilters.entries) as (keyof CaseFilters)[]

/** As much of a search as the server takes, without half a character at its end. */
const cutSearch = (text: string): string =>
  text
    .trim()
    .slice(0, MAX_SEARCH)
    .replace(/[\uD800-\uDBFF]$/, '')

/** What of an address are filters that the server takes; a search is cut to what it takes, anything else left out. */
export function readFilters(query: LocationQuery): CaseFilters {
  const found: Record<string, unknown> = {}
  for (const name of FILTERS) {
    const given = query[name]
    const value = name === 'q' && typeof given === 'string' ? cutSearch(given) : given
    if (typeof value === 'string' && value !== '' && v.is(CaseFilters.entries[name], value))
      found[name] = value
  }
  return found
}

export function tabOf({ turn, due }: CaseFilters): Tab {
  if (due === 'red' || due === 'amber') return due
  return turn ?? 'all'
}

/** The filters but some of them. */
export const without = (filters: CaseFilters, ...names: (keyof CaseFilters)[]): CaseFilters =>
  Object.fromEntries(Object.entries(filters).filter(([name]) => !names.includes(name as keyof CaseFilters)))

/** The filters with another tab; the rest stays. */
export function withTab(filters: CaseFilters, tab: Tab): CaseFilters {
  const rest = without(filters, 'turn', 'due')
  if (tab === 'all') return rest
  return tab === 'red' || tab === 'amber' ? { ...rest, due: tab } : { ...rest, turn: tab }
}

/** Nothing is both after a day and before an earlier one. */
export const datesReversed = ({ since, until }: CaseFilters): boolean =>
  since !== undefined && until !== undefined && since > until

/** The filters beside tab, search and order. */
export const NARROWING = ['kind', 'unit', 'since', 'until', 'contact', 'item', 'status'] as const
export const countFilters = (filters: CaseFilters): number =>
  NARROWING.filter((name) => filters[name] !== undefined).length
