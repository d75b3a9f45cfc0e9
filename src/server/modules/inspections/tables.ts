import type { Deduction, InspectionRecord, InspectionStatus } from '#domain/inspections/types'
import type { InspectionEvent, InspectionEventType } from '#domain/inspections/life'
import type { Clause } from '#domain/inspections/yearly-score'
import type { Generated } from 'kysely'
import type { CalendarDate, Json, NullableTimestamp, Timestamp } from '../../db/columns.ts'

/**
 * `whole`: follows a known record or is the first. `gap`: names a record that has not come in (yet).
 * `broken`: two records claim the same place, or the count does not fit.
 */
export type ChainState = 'whole' | 'gap' | 'broken'

/** A sealed inspection as received: `jws` is the evidence, the rest is read off it. */
export interface InspectionRow {
  id: string
  region: string
  device: string
  supervisor: string
  visit: string | null
  kind: 'announced' | 'covert'
  venue: string
  counter: string | null
  /** the department of the counter, where one is named */
  department: string | null
  checklist: string
  checklist_version: number
  jws: string
  /** SHA-256 (hex) of the ASCII of `jws`: what the next record names */
  jws_hash: string
  record: Json<InspectionRecord>
  sequence: number
  previous: string | null
  chain: ChainState
  corrects: string | null
  started_at: Timestamp
  sealed_at: Timestamp
  received_at: Timestamp
  score: number
  deductions: Json<Deduction[]>
  status: InspectionStatus
  note: string | null
  due: CalendarDate | null
  event_count: Generated<number>
}

/** What became of it. Append-only; `status` is the one after the event. */
export interface InspectionEventRow {
  inspection: string
  seq: number
  type: InspectionEventType
  event: Json<InspectionEvent>
  /** whose step it was, at a desk */
  staff: string | null
  status: InspectionStatus
  note: string | null
  due: CalendarDate | null
  at: Timestamp
}

export interface InspectionPhotoRow {
  inspection: string
  sha256: string
}

/** A reply as sealed on the phone: the proof behind the step `seq`. Append-only. */
export interface InspectionReplyRow {
  id: string
  inspection: string
  seq: number
  device: string
  jws: string
  /** by the phone's clock */
  replied_at: Timestamp
}

/** 整改通知 and the unit's report on it. Its id says nothing of the inspection, whose own id tells when it was begun. */
export interface RectificationRow {
  id: string
  inspection: string
  round: number
  region: string
  /** department that is to mend it */
  unit: string
  venue: string
  counter: string | null
  text: string
  due: CalendarDate
  /** SHA-256 of the sealed photos that the unit may see */
  shared: string[]
  ordered_at: Timestamp
  ordered_by: string | null
  reported_at: NullableTimestamp
  reported_by: string | null
  report: string | null
}

export interface RectificationPhotoRow {
  rectification: string
  sha256: string
  position: number
}

/** Points taken off a yearly score, or given back (negative). Append-only. */
export interface ScoreBookingRow {
  id: string
  region: string
  year: number
  target_kind: 'department' | 'venue'
  target: string
  inspection: string
  clause: Clause
  points: number
  reason: string
  reverses: string | null
  at: Timestamp
  staff: string | null
}

export interface InspectionTables {
  inspections: InspectionRow
  inspection_events: InspectionEventRow
  inspection_photos: InspectionPhotoRow
  inspection_replies: InspectionReplyRow
  rectifications: RectificationRow
  rectification_photos: RectificationPhotoRow
  score_bookings: ScoreBookingRow
}
