/**
 * 绩效扣分: the score of a department or a hall in a year. It begins at 100; every deduction is a booking that names its
 * inspection and clause. Bookings are never changed: what was booked in error is taken back by a counter-booking.
 */
import type { Deduction, ThreeSystems } from './types.ts'

export const YEAR_BEGINS_WITH = 100
/** the three systems 三项制度, and what falls under none of them */
export const CLAUSES = ['firstContact', 'timeLimit', 'accountability', 'other'] as const
export type Clause = ThreeSystems | 'other'

export interface ScoreBooking {
  id: string
  /** whose score it is taken off */
  target: { kind: 'department' | 'venue'; id: string }
  year: number
  inspection: string
  clause: Clause
  /** taken off; of a counter-booking negative */
  points: number
  /** id of the booking that this one takes back */
  reverses?: string
}

export interface YearlyScore {
  /** from 100 down to 0, never below */
  score: number
  /** points taken off by clause, counter-bookings counted against them */
  deducted: Record<Clause, number>
}

/** Points have at most two decimals; sums of floats do not. */
const exact = (points: number): number => Math.round(points * 100) / 100

/** The score that these bookings, all of one target and year, leave. Their order does not matter. */
export function yearlyScore(bookings: readonly Pick<ScoreBooking, 'clause' | 'points'>[]): YearlyScore {
  const deducted: Record<Clause, number> = { firstContact: 0, timeLimit: 0, accountability: 0, other: 0 }
  for (const { clause, points } of bookings) deducted[clause] = exact(deducted[clause] + points)
  const taken = CLAUSES.reduce((sum, clause) => sum + deducted[clause], 0)
  return { score: exact(Math.max(0, YEAR_BEGINS_WITH - taken)), deducted }
}

/** The counter-booking of a booking, or undefined for one that is a counter-booking itself. */
export function counterBooking(booking: ScoreBooking, id: string): ScoreBooking | undefined {
  if (booking.reverses !== undefined) return undefined
  const { target, year, inspection, clause, points } = booking
  return { id, target, year, inspection, clause, points: -points, reverses: booking.id }
}

/**
 * What may still be booked for an inspection against one target, by clause: no more than its findings cost, less what is
 * booked already.
 */
export function bookable(
  deductions: readonly Deduction[],
  booked: readonly Pick<ScoreBooking, 'clause' | 'points'>[],
): Record<Clause, number> {
  const left: Record<Clause, number> = { firstContact: 0, timeLimit: 0, accountability: 0, other: 0 }
  for (const { clause, points } of deductions) left[clause ?? 'other'] += points
  for (const { clause, points } of booked) left[clause] -= points
  for (const clause of CLAUSES) left[clause] = Math.max(0, exact(left[clause]))
  return left
}
