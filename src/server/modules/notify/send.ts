/** One push to one device: encrypted for it (RFC 8291), signed with our key (RFC 8292), sent once. */
import { Agent as HttpsAgent, request as https } from 'node:https'
import { request as http } from 'node:http'
import webpush from 'web-push'
import type { Context } from '../../context.ts'
import { publicLookup } from './addresses.ts'
import { vapidKeys } from './vapid.ts'
import type { PushMessage } from './words.ts'

/** Seconds for which a push service keeps what a device cannot be told now: news of three days ago is none. */
const KEEP_SECONDS = 3 * 86_400
const TIMEOUT_MS = 10_000

export interface Target {
  endpoint: string
  p256dh: string
  auth: string
}
/** `gone`: the device has unsubscribed or the service forgot it. `later`: another try may help. `never`: none will. */
export type Sent = 'sent' | 'gone' | 'never' | { later: number | undefined }

/** Names are looked up by us, and every connection is a new look. */
const agent = new HttpsAgent({ lookup: publicLookup, keepAlive: false })

/** Sends; never throws for what the other side does. `later` holds the ms that it asked us to wait, if it did. */
export async function sendPush(context: Context, target: Target, message: PushMessage): Promise<Sent> {
  const { publicKey, privateKey } = await vapidKeys(context)
  const details = webpush.generateRequestDetails(
    { endpoint: target.endpoint, keys: { p256dh: target.p256dh, auth: target.auth } },
    JSON.stringify(message),
    {
      vapidDetails: { subject: subjectOf(context), publicKey, privateKey },
      TTL: KEEP_SECONDS,
      contentEncoding: 'aes128gcm',
      urgency: 'normal',
    },
  )
  const answer = await post(context, details.endpoint, details.headers, details.body).catch(() => undefined)
  if (answer === undefined) return { later: undefined }
  const { status, retryAfter } = answer
  if (status >= 200 && status < 300) return 'sent'
  if (status === 404 || status === 410) return 'gone'
  if (status === 408 || status === 429 || status >= 500) return { later: retryAfter }
  return 'never'
}

/** How a push service reaches whoever runs this server. */
const subjectOf = ({ config }: Context): string =>
  config.push.contact ?? (config.publicUrl?.startsWith('https:') ? config.publicUrl : 'mailto:nobody@invalid')

function post(
  { config }: Context,
  endpoint: string,
  headers: Record<string, unknown>,
  body: Buffer | null,
): Promise<{ status: number; retryAfter: number | undefined }> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers: headers as Record<string, string>,
      timeout: TIMEOUT_MS,
      // A slow answer must not hold a delivery for ever.
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }
    const open = config.push.anywhere && endpoint.startsWith('http:')
    const sending = open
      ? http(endpoint, options)
      : https(endpoint, config.push.anywhere ? options : { ...options, agent })
    sending.on('error', reject)
    sending.on('response', (response) => {
      // What it says is of no interest, and may be long.
      response.destroy()
      const seconds = Number(response.headers['retry-after'])
      resolve({
        status: response.statusCode ?? 0,
        retryAfter: Number.isFinite(seconds) ? seconds * 1000 : undefined,
      })
    })
    sending.end(body)
  })
}
