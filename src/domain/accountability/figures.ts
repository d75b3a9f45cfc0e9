/** From counts to the board's figures. A rate with too few behind it is withheld: null. */
import { promiseSpeedup } from '../catalogue/speedup.ts'
import { DISCLOSURE_KEYS, type TimeLimit } from '../catalogue/types.ts'
import { wilson } from '../ratings/wilson.ts'
import { type Counts, SMALL_GROUP } from './counts.ts'

/** What the board needs of an item. */
export interface ItemFacts {
  /** bit i set where disclosure i of `DISCLOSURE_KEYS` is really disclosed */
  mask: number
  statutory?: TimeLimit
  promised?: TimeLimit
}

export interface Figures {
  items: number
  /** mean number of the eight really disclosed, 0 to 8; null without items */
  completeness: number | null
  /** for each of the eight, in order: how many items disclose it */
  disclosed: number[]
  /** 1 − Σ promised / Σ statutory over the items that publish both in one unit, and how many do */
  promiseSpeedup: number | null
  promiseSpeedupItems: number
  /** answered on time / answered or overdue */
  onTimeRate: number | null
  onTimeCases: number
  overdue: number
  cases: number
  transfersPerCase: number | null
  /** share of ratings of 3 and above, with its Wilson 95 % interval */
  satisfaction: number | null
  satisfactionInterval: [number, number] | null
  ratings: number
  putAside: number
  /** follow-ups of poor ratings that were answered / all that were owed */
  followedUpRate: number | null
  followUps: number
  /** Σ workdays it took / Σ workdays promised: above 1 is slower than promised */
  actualToPromised: number | null
  /** share done within the promise */
  keptPromises: number | null
  timedRatings: number
  inspections: number
  substantiated: number
  rectifications: number
  rectified: number
}

/** `part / whole`, or null where fewer than `SMALL_GROUP` stand behind it (`n`, the whole itself unless given). */
const share = (part: number, whole: number, n = whole) =>
  n < SMALL_GROUP || whole === 0 ? null : part / whole

export function figuresOf(items: readonly ItemFacts[], counts: Counts): Figures {
  const { speedup, items: speedupItems } = promiseSpeedup(
    items.map(({ statutory, promised }) => ({
      disclosures: {
        ...(statutory && { statutoryLimit: { text: '', limit: statutory } }),
        ...(promised && { promisedLimit: { text: '', limit: promised } }),
      },
    })),
  )
  const disclosed = DISCLOSURE_KEYS.map(
    (_, bit) => items.filter(({ mask }) => ((mask >> bit) & 1) === 1).length,
  )
  const sum = disclosed.reduce((total, count) => total + count, 0)
  return {
    items: items.length,
    completeness: items.length === 0 ? null : sum / items.length,
    disclosed,
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
    putAside: counts.putAside,
    followedUpRate: share(counts.followedUp, counts.followUps),
    followUps: counts.followUps,
    actualToPromised: share(counts.actualDays, counts.promisedDays, counts.timed),
    keptPromises: share(counts.kept, counts.timed),
    timedRatings: counts.timed,
    inspections: counts.inspections,
    substantiated: counts.substantiated,
    rectifications: counts.rectifications,
    rectified: counts.rectified,
  }
}

export interface VenueFigures {
  ratings: number
  satisfaction: number | null
  satisfactionInterval: [number, number] | null
  inspections: number
  substantiated: number
}

/** What the board says of a hall: cases belong to departments, so these are of what was seen there. */
export function venueFigures(counts: Counts): VenueFigures {
  const { ratings, satisfaction, satisfactionInterval, inspections, substantiated } = figuresOf([], counts)
  return { ratings, satisfaction, satisfactionInterval, inspections, substantiated }
}

export interface MonthFigures {
  /** received in that month */
  cases: number
  onTimeRate: number | null
  onTimeCases: number
  ratings: number
  satisfaction: number | null
  inspections: number
  substantiated: number
}

/** What the board says of a month: of what came in during it, as it stands now. */
export function monthFigures(counts: Counts): MonthFigures {
  const { cases, onTimeRate, onTimeCases, ratings, satisfaction, inspections, substantiated } = figuresOf(
    [],
    counts,
  )
  return { cases, onTimeRate, onTimeCases, ratings, satisfaction, inspections, substantiated }
}

/** How many months the board looks back, the present one included. */
export const MONTHS = 12

/** The last `MONTHS` months up to that of the ISO date, oldest first, as YYYY-MM. */
export function monthsUpTo(today: string): string[] {
  const last = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1
  return Array.from({ length: MONTHS }, (_, index) => {
    const month = last - MONTHS + 1 + index
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`
  })
}
