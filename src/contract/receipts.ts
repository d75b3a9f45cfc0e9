/** `POST /api/v1/receipts/lookup`: a case by its receipt code, from any phone. */
import * as v from 'valibot'
import { CASE_KINDS, CASE_STATUSES } from '#domain/cases/types'
import { APPEAL_STATES, FOLLOW_UP_STATUSES } from '#domain/ratings/follow-up'
import { Id, Instant, IsoDate, RegionCode, Sha256 } from './fields.ts'
import { CaseSubject } from './submissions.ts'

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

/** Of a poor rating's follow-up: how far it is, and whether its complainant may say what they think of the remedy. */
export const FollowUpView = v.object({
  status: v.picklist(FOLLOW_UP_STATUSES),
  appeal: v.picklist(APPEAL_STATES),
  contactedAt: v.exactOptional(Instant),
  remedyLevel: v.exactOptional(v.picklist([1, 2, 3, 4, 5])),
  canRate: v.boolean(),
})

export const CaseView = v.object({
  id: Id,
  number: v.string(),
  region: RegionCode,
  kind: v.picklist(CASE_KINDS),
  subject: CaseSubject,
  itemName: v.exactOptional(v.string()),
  text: v.string(),
  /** the citizen's own */
  photos: v.array(Sha256),
  filedAt: Instant,
  receivedAt: Instant,
  status: v.picklist(CASE_STATUSES),
  unit: v.exactOptional(v.string()),
  due: v.exactOptional(IsoDate),
  /** the State Council's notice for the year of `due` is not out: it may still move */
  dueMayMove: v.exactOptional(v.literal(true)),
  /** workdays past due, counted by the server; 0 when not overdue */
  overdueWorkdays: v.number(),
  transfers: v.number(),
  canReopen: v.boolean(),
  followUp: v.exactOptional(FollowUpView),
  timeline: v.array(TimelineStep),
  asOf: Instant,
})
export type CaseView = v.InferOutput<typeof CaseView>
