/**
 * Web Push: who wants to be told on this device. A citizen subscribes with a case's receipt code, a supervisor with
 * the phone's key, staff with their session; what is sent says only that there is something new.
 */
import * as v from 'valibot'
import { Instant } from './fields.ts'

const time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time'))
/** By the clock in China; null where it may ring at any hour. */
export const QuietHoursSchema = v.nullable(v.strictObject({ from: time, until: time }))

/** What the browser's `PushSubscription` says of itself: keys in base64url (RFC 8291). */
export const PushTarget = v.strictObject({
  endpoint: v.pipe(v.string(), v.url(), v.maxLength(1000)),
  keys: v.strictObject({
    p256dh: v.pipe(v.string(), v.regex(/^[\w-]{87}=?$/, 'not a public key')),
    auth: v.pipe(v.string(), v.regex(/^[\w-]{22}={0,2}$/, 'not a secret')),
  }),
})
export type PushTarget = v.InferOutput<typeof PushTarget>

const wishes = {
  target: PushTarget,
  locale: v.picklist(['zh', 'en']),
  quiet: QuietHoursSchema,
}
export const PushWishes = v.strictObject(wishes)
export type PushWishes = v.InferOutput<typeof PushWishes>

/** `POST /api/v1/push/case` */
export const CasePush = v.strictObject({ ...wishes, code: v.pipe(v.string(), v.maxLength(40)) })
/** `POST /api/v1/push/end`: whoever knows the endpoint holds the device. With a code, of that case only. */
export const PushEnd = v.strictObject({
  endpoint: PushTarget.entries.endpoint,
  code: v.exactOptional(v.pipe(v.string(), v.maxLength(40))),
})
/** `GET /api/v1/push/key`: the server's public key (P-256, base64url), by which browsers tie a subscription to it */
export const PushKey = v.object({ key: v.string() })

export const PushDone = v.object({ done: v.literal(true) })

/** A device of one's own, without its address. */
export const PushDevice = v.object({
  /** SHA-256 (hex) of the endpoint: a browser knows its own by it */
  fingerprint: v.string(),
  /** the push service's host */
  service: v.string(),
  quiet: QuietHoursSchema,
  since: Instant,
})
export type PushDevice = v.InferOutput<typeof PushDevice>
