import type { ReminderKind } from '#domain/cases/reminders'
import type { RuleSet } from '#domain/cases/clock'
import type { Generated } from 'kysely'
import type { CalendarDate, Json, Timestamp } from '../../db/columns.ts'

/** 时限规则: the periods of a region from a day on; region `*` stands for all that have none of their own. */
export interface RuleVersionRow {
  region: string
  effective_from: CalendarDate
  rules: Json<RuleSet>
  /** grows with every change, for those who edit at the same time */
  revision: Generated<number>
  made_at: Timestamp
  /** null: came with the product, or from before rule sets had dates */
  made_by: string | null
}

/** Append-only: what was called to mind, once for each case, due date and kind. */
export interface CaseReminderRow {
  case_id: string
  due: CalendarDate
  kind: ReminderKind
  at: Timestamp
}

export interface ClockTables {
  rule_versions: RuleVersionRow
  case_reminders: CaseReminderRow
}
