/** `POST /api/v1/receipts/lookup`: a case by its receipt code, from any phone. */
import * as v from 'valibot'
import { CASE_KINDS, CASE_STATUSES } from '#domain/cases/types'
import { Id, Instant, IsoDate, RegionCode, Sha256 } from './fields.ts'
import { Subject } from './submissions.ts'

/** `code` as typed: spaces, hyphens, case and the look-alikes O I L are forgiven by the server too. */
export const ReceiptLookup = v.strictObject({ code: v.pipe(v.string(), v.maxLength(40)) })

/** `POST /api/v1/receipts/photo`: one photo of the case that the code opens */
export const ReceiptPhoto = v.strictObject({ ...ReceiptLookup.entries, sha256: Sha256 })

/** One step of a case in plain data; the app words it. */
export const TimelineStep = v.object({
  at: Instant,
  type: v.string(),
  /** name of the unit, where one is named */
  unit: v.exactOptional(v.string()),
  text: v.exactOptional(v.string()),
  rule: v.exactOptional(v.string()),
  due: v.exactOptional(IsoDate),
  /** of an answer or of what was supplied; read with `ReceiptPhoto` */
  photos: v.exactOptional(v.array(Sha256)),
})

export const CaseView = v.object({
  id: Id,
  number: v.string(),
  region: RegionCode,
  kind: v.picklist(CASE_KINDS),
  subject: Subject,
  itemName: v.exactOptional(v.string()),
  text: v.string(),
  /** the citizen's own */
  photos: v.array(Sha256),
  filedAt: Instant,
  receivedAt: Instant,
  status: v.picklist(CASE_STATUSES),
  unit: v.exactOptional(v.string()),
  due: v.exactOptional(IsoDate),
  /** workdays past due, counted by the server; 0 when not overdue */
  overdueWorkdays: v.number(),
  transfers: v.number(),
  canReopen: v.boolean(),
  timeline: v.array(TimelineStep),
  asOf: Instant,
})
export type CaseView = v.InferOutput<typeof CaseView>
