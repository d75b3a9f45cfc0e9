/**
 * 监督台: plain counts of one department, hall, month or region, which can be added up. Everything the board shows is
 * made of these (see figures.ts), whether they come out of a database or are counted anew from the open data.
 */

/** Fewer than this many cases or ratings behind a rate: it is withheld, so that it names nobody. */
export const SMALL_GROUP = 5

export interface Counts {
  cases: number
  transfers: number
  /** answered, or overdue without an answer */
  judged: number
  /** of them, answered by the due date and not overdue again */
  onTime: number
  overdue: number
  /** ratings but those that an upheld appeal put aside */
  ratings: number
  /** of them, 3 基本满意 and above */
  satisfied: number
  /** of them, 2 and 1 */
  poor: number
  /** poor ratings with a contact: a follow-up was owed */
  followUps: number
  /** of them, answered */
  followedUp: number
  /** ratings put aside by an upheld appeal, counted in the open */
  putAside: number
  /** ratings that say how many days it took, of items that promise a number of workdays */
  timed: number
  /** Σ workdays it took, and Σ workdays promised, over them */
  actualDays: number
  promisedDays: number
  /** of them, done within the promise */
  kept: number
  inspections: number
  /** found true at some time, whatever came of it */
  substantiated: number
  /** of them, those that a rectification was ordered for, and those where it is closed */
  rectifications: number
  rectified: number
}

export const noCounts = (): Counts => ({
  cases: 0,
  transfers: 0,
  judged: 0,
  onTime: 0,
  overdue: 0,
  ratings: 0,
  satisfied: 0,
  poor: 0,
  followUps: 0,
  followedUp: 0,
  putAside: 0,
  timed: 0,
  actualDays: 0,
  promisedDays: 0,
  kept: 0,
  inspections: 0,
  substantiated: 0,
  rectifications: 0,
  rectified: 0,
})

export const COUNTED = Object.keys(noCounts()) as (keyof Counts)[]

/** Adds to `sum`, which it gives back. */
export function add(sum: Counts, more: Partial<Counts>): Counts {
  for (const key of COUNTED) sum[key] += more[key] ?? 0
  return sum
}

export const addUp = (all: Iterable<Partial<Counts>>): Counts => {
  const sum = noCounts()
  for (const counts of all) add(sum, counts)
  return sum
}
