/** `POST /api/v1/receipts/photo`: a photo of one's own case. By POST, so that no code ever stands in an address. */
import type { ErrorCode } from '#contract/errors'
import { routes } from '#contract/routes'
import { ServiceError } from '#sync/services'
import { asServiceError } from './answers.ts'
import { sha256Hex } from './digest.ts'
import { timed } from './deadline.ts'

const TIMEOUT_MS = 60_000

/** An object URL, which the caller revokes. Bytes that are not those named are not shown. @throws ServiceError */
export async function receiptPhoto(
  code: string,
  sha256: string,
  doFetch: typeof fetch = (input, init) => fetch(input, init),
): Promise<string> {
  return timed(TIMEOUT_MS, async (signal) => {
    const response = await doFetch(routes.receiptPhoto(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, sha256 }),
      credentials: 'omit',
      redirect: 'error',
      signal,
    })
    if (!response.ok) {
      const refusal = (await response.json().catch(() => ({}))) as { code?: ErrorCode }
      throw new ServiceError(refusal.code ?? 'badAnswer', `photo: ${response.status}`)
    }
    const bytes = await response.arrayBuffer()
    if ((await sha256Hex(bytes)) !== sha256) throw new ServiceError('badAnswer', 'other bytes than named')
    return URL.createObjectURL(new Blob([bytes], { type: response.headers.get('content-type') ?? '' }))
  }).catch((reason: unknown) => Promise.reject(asServiceError(reason)))
}
