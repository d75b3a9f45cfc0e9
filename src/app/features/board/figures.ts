/** The board's figures as rows and words: what is withheld, what is unknown, and how departments are ranked. */
import type { BoardFigures } from '#contract/board'
import { DISCLOSURE_KEYS, type DisclosureKey } from '#domain/catalogue/types'
import { wilson } from '#domain/ratings/wilson'
import { m } from '../../i18n/index.ts'
import { formatPercent } from '../../ui/format-figures.ts'

/** A rate with what is behind it. `withheld`: there are some, too few to publish; `none`: there is nothing. */
export type Rate =
  { state: 'known'; rate: number; low: number; high: number; n: number } | { state: 'withheld' | 'none' }

function rateOf(rate: number | null, n: number, interval?: readonly [number, number] | null): Rate {
  if (rate === null) return { state: n > 0 ? 'withheld' : 'none' }
  const [low, high] = interval ?? wilson(Math.round(rate * n), n)
  return { state: 'known', rate, low, high, n }
}

export const onTime = (figures: BoardFigures): Rate => rateOf(figures.onTimeRate, figures.onTimeCases)
export const satisfaction = (figures: BoardFigures): Rate =>
  rateOf(figures.satisfaction, figures.ratings, figures.satisfactionInterval)

/** 96% for a table; `n<5` where it is withheld, a dash where there is nothing. */
export function shortRate(rate: Rate): string {
  if (rate.state === 'known') return formatPercent(rate.rate, 0)
  return rate.state === 'withheld' ? m.board_withheld() : '—'
}

/** A bound of an interval: whole percents at the ends, one decimal between them. */
export const bound = (share: number): string => formatPercent(share, share === 0 || share === 1 ? 0 : 1)

const NAMES: Record<DisclosureKey, () => string> = {
  name: m.catalogue_d_name,
  legalBasis: m.catalogue_d_legalBasis,
  conditions: m.catalogue_d_conditions,
  procedure: m.catalogue_d_procedure,
  statutoryLimit: m.catalogue_d_statutoryLimit,
  promisedLimit: m.catalogue_d_promisedLimit,
  feeBasis: m.catalogue_d_feeBasis,
  feeStandard: m.catalogue_d_feeStandard,
}

export interface DisclosureShare {
  key: DisclosureKey
  name: string
  count: number
  /** 0 to 1; 0 where there are no items */
  share: number
  missing: number
}

export function disclosureShares(figures: BoardFigures): DisclosureShare[] {
  return DISCLOSURE_KEYS.map((key, i) => {
    const count = figures.disclosed[i] ?? 0
    const share = figures.items > 0 ? count / figures.items : 0
    return { key, name: NAMES[key](), count, share, missing: figures.items - count }
  })
}

/** The facts of one item that are not disclosed, by its mask, in their fixed order. */
export const missingNames = (mask: number): string[] =>
  DISCLOSURE_KEYS.filter((_key, bit) => ((mask >> bit) & 1) === 0).map((key) => NAMES[key]())

export type SortKey = 'name' | 'items' | 'completeness' | 'speedup' | 'onTime' | 'satisfaction' | 'overdue'

/** What a column sorts by; undefined goes last whichever way it is sorted. Rates by their interval's lower end. */
function sortValue(figures: BoardFigures, key: Exclude<SortKey, 'name'>): number | undefined {
  if (key === 'items') return figures.items
  if (key === 'overdue') return figures.overdue
  if (key === 'completeness') return figures.completeness ?? undefined
  if (key === 'speedup') return figures.promiseSpeedup ?? undefined
  const rate = key === 'onTime' ? onTime(figures) : satisfaction(figures)
  return rate.state === 'known' ? rate.low : undefined
}

/** A sorted copy; equals keep the catalogue's order. */
export function sortDepartments<T extends BoardFigures & { name: string }>(
  departments: readonly T[],
  key: SortKey,
  descending: boolean,
): T[] {
  const sign = descending ? -1 : 1
  if (key === 'name') return [...departments].sort((a, b) => sign * a.name.localeCompare(b.name, 'zh-CN'))
  return [...departments].sort((a, b) => {
    const [first, second] = [sortValue(a, key), sortValue(b, key)]
    if (first === undefined || second === undefined)
      return Number(first === undefined) - Number(second === undefined)
    return sign * (first - second)
  })
}
