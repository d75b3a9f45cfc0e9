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
  /** 并案: the case about the same matter that this one follows */
  merged_into: string | null
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
  /** of a step taken at a desk: whose */
  staff: string | null
}

/** What staff write for each other; no citizen ever sees it. */
export interface CaseNoteRow {
  id: string
  case_id: string
  staff: string
  text: string
  at: Timestamp
}

/** A set of filters of the inbox that somebody gave a name. */
export interface SavedViewRow {
  id: string
  staff: string
  name: string
  filters: Json<Record<string, string>>
  created_at: Timestamp
}

/** What anybody may read of a case: its citizen agreed, and the office has read it through. */
export interface CasePublicationRow {
  case_id: string
  text: string
  answer: string | null
  /** null: nobody did, it came with the sample district */
  published_by: string | null
  published_at: Timestamp
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
  case_notes: CaseNoteRow
  saved_views: SavedViewRow
  case_publications: CasePublicationRow
  rule_sets: RuleSetRow
}
