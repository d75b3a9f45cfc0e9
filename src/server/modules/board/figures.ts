/** From counts to the board's figures. Rates with too few behind them are withheld, so that they name nobody. */
import { type BoardFigures, SMALL_GROUP } from '#contract/board'
import { completeness, isDisclosed } from '#domain/catalogue/disclosure'
import { promiseSpeedup } from '#domain/catalogue/speedup'
import { DISCLOSURE_KEYS, type ServiceItem } from '#domain/catalogue/types'
import { wilson } from '#domain/ratings/wilson'

/** Plain counts of one department, or of several added up. */
export interface Counts {
  cases: number
  transfers: number
  judged: number
  onTime: number
  overdue: number
  ratings: number
  satisfied: number
  inspections: number
  substantiated: number
}

export const noCounts = (): Counts => ({
  cases: 0,
  transfers: 0,
  judged: 0,
  onTime: 0,
  overdue: 0,
  ratings: 0,
  satisfied: 0,
  inspections: 0,
  substantiated: 0,
})

const share = (part: number, whole: number) => (whole < SMALL_GROUP ? null : part / whole)

/** The figures of `items` and `counts`. */
export function figuresOf(items: readonly ServiceItem[], counts: Counts): BoardFigures {
  const { speedup, items: speedupItems } = promiseSpeedup(items)
  const sum = items.reduce((total, item) => total + completeness(item), 0)
  return {
    items: items.length,
    completeness: items.length === 0 ? null : sum / items.length,
    disclosed: DISCLOSURE_KEYS.map((key) => items.filter((item) => isDisclosed(item, key)).length),
    promiseSpeedup: speedup,
    promiseSpeedupItems: speedupItems,
    onTimeRate: share(counts.onTime, counts.judged),
    onTimeCases: counts.judged,
    overdue: counts.overdue,
    cases: counts.cases,
    transfersPerCase: share(counts.transfers, counts.cases),
    satisfaction: share(counts.satisfied, counts.ratings),
    satisfactionInterval: counts.ratings < SMALL_GROUP ? null : wilson(counts.satisfied, counts.ratings),
    ratings: counts.ratings,
    inspections: counts.inspections,
    substantiated: counts.substantiated,
  }
}
