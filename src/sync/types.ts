/**
 * The outbox's own words. An entry is what one operation needs to reach the server; a filed record is what the user
 * sees of it and outlives the entry.
 */
import type { ErrorCode } from '#contract/errors'
import type { OperationPayload, OperationType } from '#contract/sync'

/** A blob an operation needs, named by the SHA-256 (hex) of its bytes. */
export interface Attachment {
  sha256: string
  bytes: number
  type: string
}

/**
 * `queued`: waits for its turn, not before `notBefore`. `needsAttention`: the server refused it; it stays until the
 * user corrects, exports or deletes it, and blocks nothing but its own entity.
 * There is no stored `sending`: a process that dies while sending leaves the entry `queued`, and sending again is safe.
 */
type OutboxState = 'queued' | 'needsAttention'

export interface Refusal {
  code: ErrorCode
  message: string
  details?: unknown
  at: string
}

export interface OutboxEntry {
  id: string
  type: OperationType
  entity: string
  /** grows with every save on this phone; order within an entity */
  sequence: number
  savedAt: string
  payload: OperationPayload
  attachments: Attachment[]
  state: OutboxState
  attempts: number
  /** epoch ms; the entry is not sent before */
  notBefore: number
  /** why the last attempt failed, in a word the app can translate */
  lastFailure?: {
    code: ErrorCode | 'network' | 'timeout' | 'badAnswer'
    at: string
    /** how often in a row it was this */
    times?: number
  }
  refusal?: Refusal
}

/** What the drainer tells while it runs. */
export interface DrainProgress {
  /** nobody has looked into the outbox yet: nothing can be said of what waits in it */
  unread?: true
  running: boolean
  /** entries not yet delivered, those needing attention not counted */
  waiting: number
  needsAttention: number
  /** blobs and operations done, and all of this run */
  done: number
  total: number
  bytesDone: number
  bytesTotal: number
  /** ISO instants */
  lastSuccess?: string
  /** only while the last that was tried has failed */
  lastFailure?: { code: string; at: string }
  /** entries of `waiting` whose photos wait for Wi-Fi, as the user wishes; absent when there are none */
  photosWait?: number
  /** by how many ms the server's clock is ahead of this phone's, once it has been heard */
  clockSkewMs?: number
  /** when the next automatic attempt is due, if one is */
  nextAttempt?: string
}
