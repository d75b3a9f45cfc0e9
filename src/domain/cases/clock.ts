/**
 * The clock of a case. Periods are data of the region's rule set, counted in workdays from the day after the event
 * that starts them; time for which the citizen was asked for more is not counted (`nextState` moves the due date).
 */
import { addDays, addWorkdays, calendarKnown, dateInChina, workdaysBetween } from '../workdays/calendar.ts'
import { RULES, type Period, type RuleSet } from './rules.ts'
import { foldCase, isIllegal, nextState } from './transition.ts'
import type { CaseEvent, CaseState } from './types.ts'

export { RULES, type Period, type RuleSet } from './rules.ts'

/**
 * The ISO date by which a period that starts at the ISO instant `from` ends: `accept` from filing, the case's kind
 * from acceptance (to the answer) and again from reopening, `poorRatingFollowUp` from the rating.
 */
export function dueDate(period: Period, from: string, rules: Readonly<RuleSet> = RULES): string {
  return addWorkdays(dateInChina(from), rules[period])
}

/** Workdays that `today` (ISO date) lies past `due`; 0 while it does not, and 0 where nothing is due. */
export function overdueWorkdays(due: string | undefined, today: string): number {
  return due === undefined ? 0 : Math.max(0, workdaysBetween(due, today))
}

/** How many workdays before its due date a case turns amber: with the reminder of the day before. */
export const AMBER_WORKDAYS = 1
export const DUE_STATES = ['onTime', 'amber', 'red'] as const
export type DueState = (typeof DUE_STATES)[number]

/** How near the due date is on `today` (ISO dates): `red` is past it. Undefined while the clock does not run. */
export function dueState(due: string | undefined, today: string): DueState | undefined {
  if (due === undefined) return undefined
  if (overdueWorkdays(due, today) > 0) return 'red'
  return due <= addWorkdays(today, AMBER_WORKDAYS) ? 'amber' : 'onTime'
}

/** Workdays left until `due`: 0 on the day itself and after. */
export function workdaysLeft(due: string, today: string): number {
  return Math.max(0, workdaysBetween(today, due))
}

/** Whether `due` stands: false while the State Council's notice for its year is not out, and it may still move. */
export function dueIsFirm(due: string): boolean {
  return calendarKnown(due)
}

/**
 * Up to when (ISO instant) the citizen may ask for a second look; undefined when they may not: no answer yet, or the
 * one time is used up.
 */
export function reopenUntil(
  events: readonly CaseEvent[],
  rules: Readonly<RuleSet> = RULES,
): string | undefined {
  const state = foldCase(events)
  const answer = events.findLast((event) => event.type === 'answer')
  if (state.status !== 'answered' || state.reopened || !answer) return undefined
  // The window ends with the last day in China, whatever the hour of the answer.
  const lastDay = addDays(dateInChina(answer.at), rules.reopenWindowDays)
  return `${lastDay}T23:59:59.999+08:00`
}

/** Whether the citizen may ask for a second look now (ISO instant). */
export function canReopen(
  events: readonly CaseEvent[],
  now: string,
  rules: Readonly<RuleSet> = RULES,
): boolean {
  const until = reopenUntil(events, rules)
  return until !== undefined && Date.parse(now) <= Date.parse(until)
}

export interface Punctuality {
  /** answers given, and how many of them by their due date */
  answers: number
  onTime: number
  /** workdays late, over all answers and what is due now */
  lateWorkdays: number
  /** whether the next step is overdue today */
  overdueNow: boolean
}

/** What the board counts: how a case kept its due dates so far. An answer without a due date counts as on time. */
export function punctuality(events: readonly CaseEvent[], today: string): Punctuality {
  let state: CaseState | undefined
  const told: Punctuality = { answers: 0, onTime: 0, lateWorkdays: 0, overdueNow: false }
  for (const event of events) {
    const before = state
    const next = nextState(state, event)
    if (isIllegal(next)) throw new Error(`corrupt case log: ${next.illegal}`)
    state = next
    if (event.type !== 'answer') continue
    const late = overdueWorkdays(before?.due, dateInChina(event.at))
    told.answers++
    if (late === 0) told.onTime++
    told.lateWorkdays += late
  }
  const late = overdueWorkdays(state?.due, today)
  return { ...told, lateWorkdays: told.lateWorkdays + late, overdueNow: late > 0 }
}
