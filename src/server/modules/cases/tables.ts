import type {
  CaseEvent,
  CaseKind,
  CaseStatus,
  CaseSubmission,
  Contact,
  OneTimeNotice,
  Subject,
} from '#domain/cases/types'
import type { RuleSet } from '#domain/cases/clock'
import type { CalendarDate, Json, NullableJson, NullableTimestamp, Timestamp } from '../../db/columns.ts'

/** A case: what was filed, and the fold over its events kept beside it for queries. */
export interface CaseRow {
  id: string
  number: string
  region: string
  kind: CaseKind
  /** `citizen` filed it; `rating`: a poor rating with a contact opened it */
  origin: 'citizen' | 'rating'
  rating: string | null
  subject: Json<Subject>
  item: string | null
  /** as filed, or the owner of the item or counter it is about */
  department: string | null
  venue: string | null
  counter: string | null
  text: string
  disclosure: NullableJson<NonNullable<CaseSubmission['disclosure']>>
  notice: NullableJson<OneTimeNotice>
  contact: NullableJson<Contact>
  public: boolean
  filed_at: Timestamp
  received_at: Timestamp
  /** keyed hash of the receipt code's digest; null where there is no receipt */
  receipt_hash: Buffer | null
  /** the fold over `case_events`, and how many there are: the optimistic check */
  event_count: number
  status: CaseStatus
  unit: string | null
  due: CalendarDate | null
  transfers: number
  extensions: number
  reopened: boolean
  answered_at: NullableTimestamp
  /** whether the last answer came by its due date */
  answered_on_time: boolean | null
  closed_at: NullableTimestamp
}

/** Append-only. */
export interface CaseEventRow {
  case_id: string
  /** counts from 1 within a case */
  seq: number
  type: CaseEvent['type']
  at: Timestamp
  actor: 'citizen' | 'office' | 'unit' | 'system'
  event: Json<CaseEvent>
  /** of a citizen's step: the operation that brought it */
  operation: string | null
}

export interface CasePhotoRow {
  case_id: string
  sha256: string
  /** the event that brought it */
  seq: number
  position: number
}

/** 时限规则: the periods of a region, as data; the row of region `*` is the default. */
export interface RuleSetRow {
  region: string
  rules: Json<RuleSet>
  updated_at: Timestamp
}

export interface CaseTables {
  cases: CaseRow
  case_events: CaseEventRow
  case_photos: CasePhotoRow
  rule_sets: RuleSetRow
}
