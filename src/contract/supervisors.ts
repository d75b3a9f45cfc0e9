/** Enrolment, visits and outcomes of volunteer supervisors. Requests but the first carry a short-lived JWT (ES256) signed by the device key, `Authorization: Bearer`. */
import * as v from 'valibot'
import { INSPECTION_STATUSES } from '#domain/inspections/types'
import { Id, Instant, IsoDate, LocalId, RegionCode, Text } from './fields.ts'
import { API } from './routes.ts'

const coordinate = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))
/** A public P-256 key; a private part is refused. */
export const PublicKeyJwk = v.strictObject({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: coordinate,
  y: coordinate,
})

/** `POST /api/v1/supervisor/enrol`: the code from `admin appoint` is used up by it. `proof` is a JWT by the new key over the code. */
export const EnrolRequest = v.strictObject({
  code: Text(40),
  device: Id,
  publicKey: PublicKeyJwk,
  proof: Text(2000),
})
export const EnrolResponse = v.object({
  supervisor: Id,
  /** how the supervisor is called on their own phone only */
  name: v.string(),
  region: RegionCode,
  serverTime: Instant,
})
export type EnrolResponse = v.InferOutput<typeof EnrolResponse>

/** `GET /api/v1/supervisor/visits` and `POST /api/v1/supervisor/visits/draw` */
export const VisitSchema = v.object({
  id: Id,
  region: RegionCode,
  venue: LocalId,
  venueName: v.string(),
  kind: v.picklist(['announced', 'covert']),
  items: v.array(LocalId),
  from: IsoDate,
  until: IsoDate,
  status: v.picklist(['open', 'done', 'expired']),
})
export const VisitList = v.object({ serverTime: Instant, visits: v.array(VisitSchema) })

/** `GET /api/v1/supervisor/inspections`: what became of the inspections of this device. */
export const InspectionOutcome = v.object({
  id: Id,
  status: v.picklist(INSPECTION_STATUSES),
  receivedAt: Instant,
  score: v.number(),
  note: v.exactOptional(v.string()),
  due: v.exactOptional(IsoDate),
})
export const OutcomeList = v.object({ serverTime: Instant, outcomes: v.array(InspectionOutcome) })
export type InspectionOutcome = v.InferOutput<typeof InspectionOutcome>
export type VisitList = v.InferOutput<typeof VisitList>
export type OutcomeList = v.InferOutput<typeof OutcomeList>

/** `POST /api/v1/supervisor/inspections/{id}/reply`, as apps before `inspection.reply` send it: to the question that stands in the outcome's note; answers the outcomes. */
export const ReplyRequest = v.strictObject({ text: Text(2000) })

export const OWN_RECEIPTS = `${API}/supervisor/receipts`
/**
 * `GET /api/v1/supervisor/receipts?after=N`: what the server signed for this phone's records and replies, those after
 * the Nth, in their order (`domain/inspections/receipt.ts`); a phone asks for more until none come.
 */
export const OwnReceiptsQuery = v.object({
  after: v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'not a number'), v.transform(Number)),
})
export const OwnReceipts = v.object({ receipts: v.array(v.string()) })
export type OwnReceipts = v.InferOutput<typeof OwnReceipts>

/** Claims of the JWT that a device signs for each request: `iss` the device, `aud` 'mingcha', lifetime ≤ 5 minutes. */
export const DEVICE_TOKEN_SECONDS = 300
export const DEVICE_TOKEN_AUDIENCE = 'mingcha'
