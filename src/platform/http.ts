/** `fetch` as the transport of the sync core: bounded in time, gzipped where the browser can, never redirected. */
import type { Transport, TransportAnswer, TransportRequest } from '#sync/ports'
import { timed } from './deadline.ts'

/** A photo on a poor line takes its time. */
const TIMEOUT_MS = { GET: 30_000, POST: 60_000, PUT: 120_000 } as const
/** Below this, gzip saves less than a packet. */
const GZIP_FROM_BYTES = 1024

/** `Retry-After` in ms: seconds or a date. */
function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}

async function gzipped(body: string | Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Response(stream).arrayBuffer()
}

/**
 * @param base origin of the server; empty for the app's own
 * @param doFetch the browser's, unless a test stands in between
 * @param credentials whether the desk's cookie goes along; a citizen's requests carry none
 */
export function createTransport(
  base = '',
  doFetch: typeof fetch = (input, init) => fetch(input, init),
  credentials: 'omit' | 'same-origin' = 'omit',
): Transport {
  return {
    async send(request: TransportRequest): Promise<TransportAnswer> {
      const headers: Record<string, string> = { ...request.headers }
      if (request.type !== undefined) headers['content-type'] = request.type
      let body: BodyInit | null = request.body ?? null
      if (
        request.gzip === true &&
        request.body !== undefined &&
        request.body.length >= GZIP_FROM_BYTES &&
        typeof CompressionStream !== 'undefined'
      ) {
        body = await gzipped(request.body)
        headers['content-encoding'] = 'gzip'
      }
      return timed(TIMEOUT_MS[request.method], async (signal) => {
        const response = await doFetch(base + request.path, {
          method: request.method,
          headers,
          body,
          signal,
          // A captive portal redirects; our server never does.
          redirect: 'error',
          cache: 'no-store',
          credentials,
        })
        const wait = retryAfter(response.headers.get('retry-after'), Date.now())
        const etag = response.headers.get('etag')
        return {
          status: response.status,
          contentType: (response.headers.get('content-type') ?? '')
            .split(';', 1)
            .join('')
            .trim()
            .toLowerCase(),
          ...(wait === undefined ? {} : { retryAfter: wait }),
          ...(etag === null ? {} : { etag }),
          body: await response.text(),
        }
      })
    },
  }
}
