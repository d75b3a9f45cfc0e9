import type { Contact, Subject } from '#domain/cases/types'
import type { AppealState, FollowUpEvent, FollowUpStatus } from '#domain/ratings/follow-up'
import type { Json, NullableJson, Timestamp } from '../../db/columns.ts'

export interface RatingRow {
  id: string
  region: string
  subject: Json<Subject>
  item: string | null
  /** as rated, or the owner of the item or counter it is about */
  department: string | null
  venue: string | null
  counter: string | null
  case_id: string | null
  level: number
  tags: string[]
  text: string | null
  actual_days: number | null
  /** workdays that the item promised on that day; null where it promised none, or days of another kind */
  promised_days: number | null
  contact: NullableJson<Contact>
  rated_at: Timestamp
  received_at: Timestamp
  /** the case that a poor rating with a contact opened */
  follow_up: string | null
}

/** What became of a poor rating. Append-only. */
export interface RatingEventRow {
  rating: string
  /** counts from 1 within a rating */
  seq: number
  type: FollowUpEvent['type']
  at: Timestamp
  actor: 'citizen' | 'office' | 'unit' | 'auditor'
  staff: string | null
  event: Json<FollowUpEvent>
  /** of the complainant's own step: the operation that brought it */
  operation: string | null
}

/** The fold over the events, for queries; there is none before the first event. */
export interface RatingFollowUpRow {
  rating: string
  event_count: number
  status: FollowUpStatus
  /** only `upheld` takes the rating off the board */
  appeal: AppealState
  remedy_level: number | null
  changed_at: Timestamp
}

export interface RatingTables {
  ratings: RatingRow
  rating_events: RatingEventRow
  rating_follow_ups: RatingFollowUpRow
}
