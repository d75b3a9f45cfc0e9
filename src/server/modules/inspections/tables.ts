import type { Deduction, InspectionRecord, InspectionStatus } from '#domain/inspections/types'
import type { CalendarDate, Json, Timestamp } from '../../db/columns.ts'

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
}

/** What the office did with it. Append-only. */
export interface InspectionEventRow {
  inspection: string
  seq: number
  status: InspectionStatus
  note: string | null
  due: CalendarDate | null
  at: Timestamp
}

export interface InspectionPhotoRow {
  inspection: string
  sha256: string
}

export interface InspectionTables {
  inspections: InspectionRow
  inspection_events: InspectionEventRow
  inspection_photos: InspectionPhotoRow
}
