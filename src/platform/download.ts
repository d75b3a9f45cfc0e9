/** A published file as it streams in: counted, hashed, parsed. */
import { ServiceError } from '#sync/services'
import { sha256Hex } from './digest.ts'
import { timed } from './deadline.ts'

const TIMEOUT_MS = 180_000

/**
 * @param sha256 of the plain bytes, in hex
 * @param total plain bytes, for progress
 * @throws TransportError, or ServiceError `badAnswer` when what came is not what was named
 */
export async function download(
  doFetch: typeof fetch,
  url: string,
  sha256: string,
  total: number,
  progress?: (loaded: number, total: number) => void,
): Promise<unknown> {
  const bytes = await timed(TIMEOUT_MS, async (signal) => {
    const response = await doFetch(url, { signal, redirect: 'error', credentials: 'omit' })
    if (!response.ok) throw new ServiceError('badAnswer', `status ${response.status}`)
    if (!response.body) return new Uint8Array(await response.arrayBuffer())
    const reader = response.body.getReader()
    const chunks: Uint8Array[] = []
    let loaded = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      loaded += value.byteLength
      progress?.(loaded, Math.max(total, loaded))
    }
    const whole = new Uint8Array(loaded)
    let at = 0
    for (const chunk of chunks) {
      whole.set(chunk, at)
      at += chunk.byteLength
    }
    return whole
  })
  if ((await sha256Hex(bytes)) !== sha256) throw new ServiceError('badAnswer', 'the file has another hash')
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new ServiceError('badAnswer', 'the file is no JSON')
  }
}
