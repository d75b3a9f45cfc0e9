/** Replies of the server as the app's own errors. */
import { ServiceError } from '#sync/services'
import { TransportError } from '#sync/ports'
import type { Reply } from '#sync/wire'

/** @throws ServiceError with the failure's code */
export function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  const { code, message, details, retryAfter } = reply.failure
  throw new ServiceError(code, message, details ?? (retryAfter === undefined ? undefined : { retryAfter }))
}

/** A request that got no answer, as the app's own error. */
export function asServiceError(reason: unknown): Error {
  if (reason instanceof TransportError) return new ServiceError(reason.code, reason.message)
  return reason instanceof Error ? reason : new Error(String(reason))
}
