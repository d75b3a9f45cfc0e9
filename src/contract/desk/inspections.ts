/** Inspections at the desk: the queue, the evidence, the office's steps, and the deductions that follow. */
import * as v from 'valibot'
import { CLAUSES } from '#domain/inspections/yearly-score'
import { INSPECTION_STATUSES, type InspectionRecord, type Checklist } from '#domain/inspections/types'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, IsoDate, LocalId, Sha256, Text } from '../fields.ts'
import { ScoreTarget } from '../scores.ts'
import { Rectification } from './rectifications.ts'

export const CHAIN_STATES = ['whole', 'gap', 'broken'] as const
const Clause = v.picklist(CLAUSES)
const Named = v.object({ id: v.string(), name: v.string() })
/** how many events of the inspection the caller has seen */
const expected = v.pipe(v.number(), v.integer(), v.minValue(1))
const Reason = Text(2000)
/** Points have two decimals at most. */
const points = v.pipe(
  v.number(),
  v.minValue(0.01),
  v.maxValue(100),
  v.check((value) => Math.round(value * 100) / 100 === value, 'more than two decimals'),
)

export const InspectionSummary = v.object({
  id: Id,
  kind: v.picklist(['announced', 'covert']),
  status: v.picklist(INSPECTION_STATUSES),
  venue: Named,
  counter: v.nullable(Named),
  department: v.nullable(Named),
  supervisor: Named,
  receivedAt: Instant,
  score: v.number(),
  /** how many findings cost points */
  deductions: v.number(),
  chain: v.picklist(CHAIN_STATES),
  photos: v.number(),
  due: v.nullable(IsoDate),
  /** whether the unit has reported on the open rectification */
  reported: v.boolean(),
  /** a later record takes its place */
  correctedBy: v.nullable(Id),
  eventCount: v.number(),
})
export type InspectionSummary = v.InferOutput<typeof InspectionSummary>

export const InspectionPage = v.object({
  inspections: v.array(InspectionSummary),
  /** `after` of the next page; null when this is the last */
  next: v.nullable(v.string()),
  /** how many there are in each status */
  counts: v.record(v.string(), v.number()),
})
export type InspectionPage = v.InferOutput<typeof InspectionPage>

export const InspectionStep = v.object({
  seq: v.number(),
  at: Instant,
  type: v.string(),
  /** name of the member of staff; null of the supervisor's steps and of the server's */
  by: v.nullable(v.string()),
  text: v.exactOptional(v.string()),
  due: v.exactOptional(IsoDate),
})

/** What an office can do; which of them is possible now stands in the inspection. */
export const OFFICE_STEPS = ['substantiate', 'dismiss', 'ask', 'order', 'revisit', 'close'] as const
export type OfficeStep = (typeof OFFICE_STEPS)[number]

export const ScoreBookingView = v.object({
  id: Id,
  target: ScoreTarget,
  targetName: v.string(),
  year: v.number(),
  inspection: Id,
  clause: Clause,
  points: v.number(),
  reason: v.string(),
  by: v.nullable(v.string()),
  at: Instant,
  reverses: v.nullable(Id),
  /** of a booking that was taken back */
  reversed: v.boolean(),
})
export type ScoreBookingView = v.InferOutput<typeof ScoreBookingView>

export const InspectionDetail = v.object({
  ...InspectionSummary.entries,
  record: v.custom<InspectionRecord>((value) => typeof value === 'object' && value !== null),
  checklist: v.nullable(v.custom<Checklist>((value) => typeof value === 'object' && value !== null)),
  evidence: v.object({
    /** whether the signature holds, checked again now over the stored text */
    signature: v.boolean(),
    /** SHA-256 of the sealed text: what the phone shows as its fingerprint */
    hash: Sha256,
    device: v.string(),
    sequence: v.number(),
    chain: v.picklist(CHAIN_STATES),
    /** photos whose stored bytes have not the hash that was sealed */
    altered: v.array(Sha256),
    /** ms by which the phone's clock was ahead of what it knew of ours; null where it knew nothing */
    skewMs: v.nullable(v.number()),
    /** ms between sealing (by the phone's clock) and receipt (by ours) */
    delayMs: v.number(),
    problems: v.array(v.object({ problem: v.string(), detail: v.string() })),
  }),
  corrects: v.nullable(Id),
  visit: v.nullable(
    v.object({ drawn: v.boolean(), from: IsoDate, until: IsoDate, revisitOf: v.nullable(Id) }),
  ),
  events: v.array(InspectionStep),
  question: v.nullable(v.string()),
  rectifications: v.array(Rectification),
  revisit: v.nullable(
    v.object({
      supervisor: v.string(),
      until: IsoDate,
      record: v.nullable(v.object({ id: Id, score: v.number(), findings: v.number() })),
    }),
  ),
  steps: v.array(v.picklist(OFFICE_STEPS)),
  /** dates by which the unit may be told to mend it */
  dueOptions: v.array(v.object({ workdays: v.number(), due: IsoDate })),
  /** supervisors who may go to look again: never the one who was there, nor who works for the unit */
  revisitors: v.array(Named),
  /** whom points may be taken off, and how many are left to book */
  targets: v.array(
    v.object({
      target: ScoreTarget,
      name: v.string(),
      left: v.record(v.string(), v.number()),
    }),
  ),
  bookings: v.array(ScoreBookingView),
  notices: v.array(v.object({ id: Id, title: v.string() })),
  asOf: Instant,
})
export type InspectionDetail = v.InferOutput<typeof InspectionDetail>

/** Details of the refusal `conflict`: what has happened since the caller last looked. */
export const InspectionConflict = v.object({
  eventCount: v.number(),
  since: v.array(InspectionStep),
})
export type InspectionConflict = v.InferOutput<typeof InspectionConflict>

const OfInspection = v.object({ id: Id })

export const StepBody = v.variant('type', [
  v.strictObject({ type: v.literal('substantiate'), expected, reason: Reason }),
  v.strictObject({ type: v.literal('dismiss'), expected, reason: Reason }),
  v.strictObject({ type: v.literal('ask'), expected, question: Reason }),
  v.strictObject({
    type: v.literal('order'),
    expected,
    unit: LocalId,
    text: Text(5000),
    due: IsoDate,
    /** photos of the record that the unit may see: none unless chosen */
    photos: v.pipe(v.array(Sha256), v.maxLength(20)),
  }),
  v.strictObject({ type: v.literal('revisit'), expected, supervisor: Id, from: IsoDate, until: IsoDate }),
  v.strictObject({
    type: v.literal('close'),
    expected,
    note: v.pipe(v.string(), v.trim(), v.maxLength(2000)),
  }),
])
export type StepBody = v.InferOutput<typeof StepBody>

export const deskInspections = {
  list: endpoint({
    method: 'GET',
    path: '/inspections',
    capability: 'inspection.read',
    summary: 'Inspections by status, the newest first, with a count for each status',
    query: v.object({
      status: v.optional(v.picklist(INSPECTION_STATUSES)),
      after: v.optional(v.pipe(v.string(), v.maxLength(100))),
    }),
    answer: InspectionPage,
  }),
  detail: endpoint({
    method: 'GET',
    path: '/inspections/:id',
    capability: 'inspection.read',
    summary: 'An inspection with its evidence, checked again, and the steps that are possible now',
    params: OfInspection,
    answer: InspectionDetail,
    personal: true,
  }),
  photo: endpoint({
    method: 'GET',
    path: '/inspections/:id/photos/:sha256',
    capability: 'inspection.read',
    summary: 'A sealed photo',
    params: v.object({ id: Id, sha256: Sha256 }),
    answer: v.custom<Uint8Array>((bytes) => bytes instanceof Uint8Array),
    personal: true,
  }),
  step: endpoint({
    method: 'POST',
    path: '/inspections/:id/steps',
    capability: 'inspection.verify',
    summary: 'Substantiated or not, a question back, a rectification notice, a revisit, or the end',
    params: OfInspection,
    body: StepBody,
    answer: InspectionDetail,
  }),
  deduct: endpoint({
    method: 'POST',
    path: '/inspections/:id/deductions',
    capability: 'inspection.verify',
    summary: 'Books points by clause off the yearly score of a department or hall, no more than was found',
    params: OfInspection,
    body: v.strictObject({
      target: ScoreTarget,
      clauses: v.pipe(
        v.array(v.strictObject({ clause: Clause, points })),
        v.minLength(1),
        v.maxLength(CLAUSES.length),
      ),
      reason: Reason,
    }),
    answer: InspectionDetail,
  }),
  scores: endpoint({
    method: 'GET',
    path: '/scores',
    capability: 'inspection.read',
    summary: 'The bookings of a year, the newest first; the scores themselves are public',
    query: v.object({ year: v.optional(v.pipe(v.string(), v.regex(/^\d{4}$/))) }),
    answer: v.object({ year: v.number(), bookings: v.array(ScoreBookingView) }),
  }),
  reverse: endpoint({
    method: 'POST',
    path: '/score-bookings/:id/reverse',
    capability: 'inspection.verify',
    summary: 'Takes a booking back by a counter-booking',
    params: v.object({ id: Id }),
    body: v.strictObject({ reason: Reason }),
    answer: ScoreBookingView,
  }),
}
