/** A server at the transport port: keeps what it is sent, and misbehaves as told. */
import { createHash } from 'node:crypto'
import type { Operation } from '#contract/sync'
import { TransportError, type Transport, type TransportAnswer, type TransportRequest } from '#sync/ports'

export const json = (status: number, body: unknown): TransportAnswer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
})
export const refusal = (status: number, code: string): TransportAnswer =>
  json(status, { code, message: code })
export const PORTAL: TransportAnswer = {
  status: 200,
  contentType: 'text/html',
  body: '<html>Welcome to Free WiFi</html>',
}
export const broken = (code: 'network' | 'timeout' = 'network') => new TransportError(code, code)

type Intercept = (
  request: TransportRequest,
  proceed: () => TransportAnswer,
  operations: Operation[],
) => TransportAnswer | TransportError | Promise<TransportAnswer | TransportError | undefined> | undefined

export class FakeServer implements Transport {
  readonly applied = new Map<string, Operation>()
  readonly blobs = new Set<string>()
  readonly requests: TransportRequest[] = []
  inFlight = 0
  mostInFlight = { sync: 0, blobs: 0 }
  readonly #now = { sync: 0, blobs: 0 }
  /** judges one operation; undefined is the ordinary course */
  judge: (operation: Operation) => unknown = () => undefined
  intercept: Intercept = () => undefined

  async send(request: TransportRequest): Promise<TransportAnswer> {
    this.requests.push(request)
    const kind = request.path.endsWith('/sync') ? 'sync' : 'blobs'
    this.#now[kind] += 1
    this.mostInFlight[kind] = Math.max(this.mostInFlight[kind], this.#now[kind])
    try {
      await new Promise((resolve) => setTimeout(resolve, 1))
      const operations =
        kind === 'sync' ? (JSON.parse(request.body as string) as { operations: Operation[] }).operations : []
      const special = await this.intercept(request, () => this.#answer(request, operations), operations)
      if (special instanceof TransportError) throw special
      return special ?? this.#answer(request, operations)
    } finally {
      this.#now[kind] -= 1
    }
  }

  batches(): Operation[][] {
    return this.requests
      .filter(({ path }) => path.endsWith('/sync'))
      .map(({ body }) => (JSON.parse(body as string) as { operations: Operation[] }).operations)
  }

  puts(): string[] {
    return this.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path.slice(-64))
  }

  #answer(request: TransportRequest, operations: Operation[]): TransportAnswer {
    if (request.method === 'PUT') {
      const name = request.path.slice(-64)
      const hash = createHash('sha256')
        .update(request.body as Uint8Array)
        .digest('hex')
      if (hash !== name) return refusal(422, 'wrongHash')
      this.blobs.add(name)
      return json(201, { sha256: name })
    }
    if (request.path.endsWith('/missing')) {
      const { hashes } = JSON.parse(request.body as string) as { hashes: string[] }
      return json(200, { missing: hashes.filter((hash) => !this.blobs.has(hash)) })
    }
    return json(200, {
      serverTime: '2026-11-23T08:00:00.000Z',
      results: operations.map((o) => this.#apply(o)),
    })
  }

  #apply(operation: Operation): unknown {
    const special = this.judge(operation)
    if (special !== undefined) return special
    const { id, attachments } = operation
    if (attachments.some((hash) => !this.blobs.has(hash)))
      return { id, status: 'refused', code: 'blobsMissing', message: '' }
    const status = this.applied.has(id) ? 'duplicate' : 'applied'
    this.applied.set(id, operation)
    return { id, status, attachments, receivedAt: '2026-11-23T08:00:00.000Z' }
  }
}
