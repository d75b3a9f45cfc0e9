/** What a failing database means to the caller. */
import type { ErrorCode } from '#contract/errors'

const codeOf = (error: unknown): string | undefined => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  // shutting down, crashed, starting up, too many connections, read-only after a failover
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '25006',
])

/** `storageFull`, `unavailable`, or undefined where the failure is no matter of the database's health. */
export function databaseFailure(
  error: unknown,
): Extract<ErrorCode, 'storageFull' | 'unavailable'> | undefined {
  const code = codeOf(error)
  // 53100 disk full; 58030 is an I/O error, which a full disk also shows as
  if (code === '53100' || code === 'ENOSPC' || code === 'EDQUOT') return 'storageFull'
  if (code !== undefined && (GONE.has(code) || /^08|^58/.test(code))) return 'unavailable'
  // pg's own words, which carry no code
  const message = error instanceof Error ? error.message : ''
  if (
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection error and is not queryable/i.test(
      message,
    )
  )
    return 'unavailable'
  return undefined
}

/** A deadlock or a serialisation failure: nothing is wrong with the work, it may be done again. */
export const isContention = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error) ?? '')

export const isUniqueViolation = (error: unknown): boolean => codeOf(error) === '23505'
