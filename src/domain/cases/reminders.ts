/** 催办: on which days a deadline is called to mind, and when it goes further up. */
import { addWorkdays, isWorkday } from '../workdays/calendar.ts'

/**
 * T−1, T0 and T+1 in workdays. With `overdue` the case is also escalated: the office's head and the auditor are told.
 */
export const REMINDER_KINDS = ['dueSoon', 'dueToday', 'overdue', 'escalated'] as const
export type ReminderKind = (typeof REMINDER_KINDS)[number]

/** The ISO dates of the three reminders. A due date on a day off counts as the workday before it. */
export function reminderDays(due: string): { dueSoon: string; dueToday: string; overdue: string } {
  const last = isWorkday(due) ? due : addWorkdays(due, -1)
  return { dueSoon: addWorkdays(last, -1), dueToday: last, overdue: addWorkdays(last, 1) }
}

/**
 * The reminder that stands on `today` (ISO dates). On a day off none does: nobody is there. One whose day was missed
 * because the server stood still comes on the next workday, as what it is by then.
 */
export function reminderOn(due: string, today: string): Exclude<ReminderKind, 'escalated'> | undefined {
  if (!isWorkday(today)) return undefined
  const days = reminderDays(due)
  if (today >= days.overdue) return 'overdue'
  if (today >= days.dueToday) return 'dueToday'
  return today >= days.dueSoon ? 'dueSoon' : undefined
}
