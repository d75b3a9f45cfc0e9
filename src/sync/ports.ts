/** What the drainer needs of the world. `platform/` implements it; tests bring their own. */
import type { OutboxEntry, Refusal } from './types.ts'

export interface Clock {
  /** epoch ms */
  now(): number
}

/** Uniform in [0, 1). */
export type Random = () => number

/** One holder at a time across tabs and the service worker. */
export interface Lock {
  /** Waits for its turn, then runs the task alone. */
  run<T>(task: () => Promise<T>): Promise<T>
}

/** How the line to the server has been doing; it outlives the process. */
export interface LineState {
  /** failures since the last success */
  failures: number
  /** epoch ms; nothing is sent before, unless the user asks */
  notBefore: number
  /** ISO instants */
  lastSuccess?: string
  lastFailure?: { code: string; at: string }
}

/** What becomes of one entry. */
export type Settlement =
  /** acknowledged: the entry leaves, its filed record says so */
  | { id: string; outcome: 'delivered'; receivedAt: string }
  /** stays queued */
  | {
      id: string
      outcome: 'failed'
      attempts: number
      notBefore: number
      lastFailure: NonNullable<OutboxEntry['lastFailure']>
    }
  /** stays until the user acts */
  | { id: string; outcome: 'refused'; refusal: Refusal }

export interface OutboxStore {
  /** All entries, by `sequence`. One that cannot be read is set aside and told, and holds up no other. */
  entries(): Promise<OutboxEntry[]>
  /** The bytes of an attachment, or undefined when they are not on this phone. */
  blob(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  /**
   * Stores all outcomes in one strict transaction and resolves when they are on disk. An outcome of an entry that is
   * no longer there changes nothing.
   */
  settle(settlements: Settlement[]): Promise<void>
  line(): Promise<LineState>
  setLine(line: LineState): Promise<void>
}

/** A request as the transport carries it; paths are those of `#contract/routes`. */
export interface TransportRequest {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  /** media type of the body */
  type?: string
  body?: string | Uint8Array<ArrayBuffer>
  /** whether the body may be gzipped on the way */
  gzip?: boolean
  headers?: Record<string, string>
}

/** Whatever came back, unjudged. */
export interface TransportAnswer {
  status: number
  /** lower case, without parameters */
  contentType: string
  /** from `Retry-After`, in ms */
  retryAfter?: number
  etag?: string
  body: string
}

export interface Transport {
  /** @throws TransportError when no whole answer came */
  send(request: TransportRequest): Promise<TransportAnswer>
}

/** No whole answer came: whether the server acted on the request is unknown. */
export class TransportError extends Error {
  // Declared only, assigned below: a field definition would bring a helper with it.
  declare readonly code: 'network' | 'timeout'
  constructor(code: TransportError['code'], message: string) {
    super(message)
    this.name = 'TransportError'
    this.code = code
  }
}

/** SHA-256 in hex. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
