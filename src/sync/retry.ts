/** Which failures leave an entry queued, and how long it then waits. */
import { RETRYABLE, type ErrorCode } from '#contract/errors'
import type { Random } from './ports.ts'
import type { OutboxEntry } from './types.ts'

export interface Failure {
  code: ErrorCode | 'network' | 'timeout' | 'badAnswer'
  message: string
  /** HTTP status, when there was an answer */
  status?: number
  /** ms, from `Retry-After` */
  retryAfter?: number
  details?: unknown
}

/** Codes by which the server refuses a request for what is in it. Every other failure says nothing about the content. */
const CONTENT_REFUSED: ReadonlySet<Failure['code']> = new Set<Failure['code']>([
  'invalid',
  'bodyTooLarge',
  'notAnImage',
  'unknownOperation',
])
/** Codes for a body the server could not read: damaged on its way, or, if it happens every time, by what is in it. */
const UNREADABLE: ReadonlySet<Failure['code']> = new Set<Failure['code']>(['badRequest', 'brokenJson'])
/** An entry that, by itself, was unreadable so many times in a row is what is wrong. */
const UNREADABLE_TRIES = 4

/**
 * What to do after a whole request failed: `refused` when the server itself, by one of its codes, objects to the
 * content; `unreadable` when it could not make out the body, which may be the line's fault; `retry` for everything
 * else. So a proxy's error page, a captive portal's welcome, a cut or garbled answer, a photo damaged on its way
 * (`wrongHash`: the phone has checked its own bytes) or a server that is wrongly set up never costs the user a record.
 */
export function judgeRequest(failure: Failure): 'retry' | 'unreadable' | 'refused' {
  if (UNREADABLE.has(failure.code)) return 'unreadable'
  return CONTENT_REFUSED.has(failure.code) ? 'refused' : 'retry'
}

/** What to do with an operation that the server answered by name with `code`. */
export function judgeOperation(code: ErrorCode): 'retry' | 'reupload' | 'refused' {
  if (code === 'blobsMissing') return 'reupload'
  return RETRYABLE.has(code) || code === 'clientTooOld' ? 'retry' : 'refused'
}

const BASE_MS = 2_000
const CEILING_MS = 10 * 60_000
/** Even the luckiest draw leaves the radio alone for a moment. */
const FLOOR_MS = 500
/** A server may ask for patience, but neither a mistake nor a captive portal can ask for a year. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000
/** No wait is ever longer than this; a stored time further ahead means that the phone's clock was put back. */
export const LONGEST_WAIT_MS = LONGEST_RETRY_AFTER_MS + CEILING_MS

/**
 * Exponential backoff with full jitter: uniform below a ceiling that doubles with each failure. `Retry-After` comes on
 * top, so that phones told the same number do not all return in the same second.
 * @param failures in a row, from 1
 * @returns ms
 */
export function backoff(failures: number, random: Random, retryAfter = 0): number {
  const ceiling = Math.min(CEILING_MS, BASE_MS * 2 ** Math.max(0, Math.min(failures - 1, 20)))
  const asked = Math.min(Math.max(0, retryAfter), LONGEST_RETRY_AFTER_MS)
  return Math.round(asked + Math.max(FLOOR_MS, random() * ceiling))
}

/** Whether a stored `notBefore` (epoch ms) still holds. */
export function mustWait(notBefore: number, now: number): boolean {
  return notBefore > now && notBefore - now <= LONGEST_WAIT_MS
}

/** How often in a row an entry has failed in this way, this time counted. */
export function timesInRow(entry: OutboxEntry, code: Failure['code']): number {
  return entry.lastFailure?.code === code ? (entry.lastFailure.times ?? 1) + 1 : 1
}

/** Whether an entry that travelled alone and could not be read is to be blamed for it, and no longer the line. */
export function unreadableForGood(entry: OutboxEntry, failure: Failure): boolean {
  return timesInRow(entry, failure.code) >= UNREADABLE_TRIES
}
