/**
 * The board computed anew from the open data alone: anyone who has downloaded it can run this, without our server and
 * without our database. What it says must agree with the published board to the last digit.
 */
import { yearlyScore } from '../inspections/yearly-score.ts'
import { DISCLOSURE_KEYS, type LimitUnit, type TimeLimit } from '../catalogue/types.ts'
import { add, addUp, type Counts, noCounts, SMALL_GROUP } from './counts.ts'
import {
  type Figures,
  figuresOf,
  type ItemFacts,
  type MonthFigures,
  monthFigures,
  monthsUpTo,
  type VenueFigures,
  venueFigures,
} from './figures.ts'
import type {
  OpenBooking,
  OpenCase,
  OpenData,
  OpenGroup,
  OpenInspection,
  OpenItem,
  OpenRating,
} from './open-records.ts'

export interface Recount {
  total: Figures
  /** the year of the scores */
  year: number
  departments: ({ id: string; score: number } & Figures)[]
  venues: ({ id: string; score: number } & VenueFigures)[]
  months: ({ month: string } & MonthFigures)[]
}

export const countCase = (row: OpenCase): Partial<Counts> => ({
  cases: 1,
  transfers: row.transfers,
  judged: row.answered_on_time !== null || row.overdue ? 1 : 0,
  onTime: row.answered_on_time === true && !row.overdue ? 1 : 0,
  overdue: row.overdue ? 1 : 0,
})

export function countRating(row: OpenRating): Partial<Counts> {
  if (row.put_aside) return { putAside: 1 }
  const timed = row.actual_days !== null && row.promised_days !== null
  return {
    ratings: 1,
    satisfied: row.level >= 3 ? 1 : 0,
    poor: row.level <= 2 ? 1 : 0,
    followUps: row.follow_up === 'none' ? 0 : 1,
    followedUp: row.follow_up === 'done' ? 1 : 0,
    timed: timed ? 1 : 0,
    actualDays: timed ? (row.actual_days ?? 0) : 0,
    promisedDays: timed ? (row.promised_days ?? 0) : 0,
    kept: timed && (row.actual_days ?? 0) <= (row.promised_days ?? 0) ? 1 : 0,
  }
}

export const countInspection = (row: OpenInspection): Partial<Counts> => ({
  inspections: 1,
  substantiated: row.substantiated ? 1 : 0,
  rectifications: row.rectification === 'none' ? 0 : 1,
  rectified: row.rectification === 'done' ? 1 : 0,
})

const UNITS: readonly string[] = ['workday', 'day', 'onTheSpot'] satisfies LimitUnit[]

function limit(amount: number | null, unit: string | null): TimeLimit | undefined {
  if (amount === null || unit === null || !UNITS.includes(unit)) return undefined
  return { amount, unit: unit as LimitUnit }
}

function factsOf(row: OpenItem): ItemFacts {
  const statutory = limit(row.statutory_amount, row.statutory_amount_unit)
  const promised = limit(row.promised_amount, row.promised_amount_unit)
  return {
    mask: DISCLOSURE_KEYS.reduce((mask, key, bit) => mask | (row[`discloses_${key}`] ? 1 << bit : 0), 0),
    ...(statutory && { statutory }),
    ...(promised && { promised }),
  }
}

/** Counts of the named rows by name; rows whose name is blank are left to `groupCounts`. */
function countBy<Row>(
  into: Map<string, Counts>,
  rows: readonly Row[],
  nameOf: (row: Row) => string | null,
  count: (row: Row) => Partial<Counts>,
): void {
  for (const row of rows) {
    const name = nameOf(row)
    if (name === null) continue
    const counts = into.get(name) ?? noCounts()
    into.set(name, counts)
    add(counts, count(row))
  }
}

/** A kind with too few rows is blank in them: its plain counts come from the group's own row, and its rates stay null. */
function groupCounts(group: OpenGroup, named: Counts): Counts {
  const counts = { ...named }
  if (group.cases < SMALL_GROUP)
    Object.assign(counts, { cases: group.cases, judged: group.judged, overdue: group.overdue })
  if (group.ratings + group.put_aside < SMALL_GROUP)
    Object.assign(counts, {
      ratings: group.ratings,
      putAside: group.put_aside,
      timed: group.timed,
      followUps: group.follow_ups,
    })
  if (group.inspections < SMALL_GROUP)
    Object.assign(counts, {
      inspections: group.inspections,
      substantiated: group.substantiated,
      rectifications: group.rectifications,
      rectified: group.rectified,
    })
  return counts
}

/** @param today ISO date of the download, in China: the board's months end with it */
export function recount(data: OpenData, today: string): Recount {
  const byDepartment = new Map<string, Counts>()
  countBy(byDepartment, data.cases, (row) => row.department, countCase)
  countBy(byDepartment, data.ratings, (row) => row.department, countRating)
  countBy(byDepartment, data.inspections, (row) => row.department, countInspection)
  const byVenue = new Map<string, Counts>()
  countBy(byVenue, data.ratings, (row) => row.venue, countRating)
  countBy(byVenue, data.inspections, (row) => row.venue, countInspection)
  const byMonth = new Map<string, Counts>()
  countBy(byMonth, data.cases, (row) => row.received.slice(0, 7), countCase)
  countBy(byMonth, data.ratings, (row) => row.month, countRating)
  countBy(byMonth, data.inspections, (row) => row.received.slice(0, 7), countInspection)

  const items = new Map<string, ItemFacts[]>()
  for (const row of data.items) {
    const facts = items.get(row.department_id) ?? []
    items.set(row.department_id, facts)
    facts.push(factsOf(row))
  }
  const year = Number(today.slice(0, 4))
  const scoreOf = (kind: OpenBooking['target_kind'], id: string) =>
    yearlyScore(
      data.bookings.filter((row) => row.target_kind === kind && row.target === id && row.year === year),
    ).score
  return {
    year,
    total: figuresOf(
      data.items.map(factsOf),
      addUp([
        ...data.cases.map(countCase),
        ...data.ratings.map(countRating),
        ...data.inspections.map(countInspection),
      ]),
    ),
    departments: data.departments.map((group) => ({
      id: group.id,
      score: scoreOf('department', group.id),
      ...figuresOf(items.get(group.id) ?? [], groupCounts(group, byDepartment.get(group.id) ?? noCounts())),
    })),
    venues: data.venues.map((group) => ({
      id: group.id,
      score: scoreOf('venue', group.id),
      ...venueFigures(groupCounts(group, byVenue.get(group.id) ?? noCounts())),
    })),
    months: monthsUpTo(today).map((month) => ({ month, ...monthFigures(byMonth.get(month) ?? noCounts()) })),
  }
}

/** Every place where two trees of figures differ, as `path: theirs ≠ ours`; empty when they agree to the last digit. */
export function differences(published: unknown, ours: unknown, path = ''): string[] {
  if (published === null || ours === null || typeof published !== 'object' || typeof ours !== 'object')
    return Object.is(published, ours)
      ? []
      : [`${path}: ${JSON.stringify(published)} ≠ ${JSON.stringify(ours)}`]
  return Object.keys(ours).flatMap((key) =>
    differences(
      (published as Record<string, unknown>)[key],
      (ours as Record<string, unknown>)[key],
      path === '' ? key : `${path}.${key}`,
    ),
  )
}
