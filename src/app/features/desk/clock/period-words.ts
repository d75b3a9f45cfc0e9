import type { RuleSet } from '#domain/cases/rules'
import type { ReminderKind } from '#domain/cases/reminders'
import { m } from '../../../i18n/index.ts'

const PERIOD: Record<keyof RuleSet, () => string> = {
  accept: m.desk_clock_period_accept,
  enquiry: m.desk_clock_period_enquiry,
  suggestion: m.desk_clock_period_suggestion,
  complaint: m.desk_clock_period_complaint,
  disclosureReport: m.desk_clock_period_disclosure,
  poorRatingFollowUp: m.desk_clock_period_rating,
  reopenWindowDays: m.desk_clock_period_reopen,
}
/** In the order in which a case meets them. */
export const PERIODS = [
  'accept',
  'complaint',
  'suggestion',
  'enquiry',
  'disclosureReport',
  'poorRatingFollowUp',
  'reopenWindowDays',
] as const satisfies readonly (keyof RuleSet)[]
export const periodName = (period: keyof RuleSet): string => PERIOD[period]()

/** `10 个工作日`; the window for a second look counts calendar days. */
export const periodLength = (period: keyof RuleSet, count: number): string =>
  period === 'reopenWindowDays' ? m.desk_clock_days({ count }) : m.desk_clock_workdays({ count })

const REMINDER: Record<ReminderKind, () => string> = {
  dueSoon: m.desk_clock_due_soon,
  dueToday: m.desk_clock_due_today,
  overdue: m.desk_clock_overdue,
  escalated: m.desk_clock_escalated,
}
export const reminderName = (kind: ReminderKind): string => REMINDER[kind]()
export const reminderTone = (kind: ReminderKind): 'wait' | 'bad' =>
  kind === 'overdue' || kind === 'escalated' ? 'bad' : 'wait'
