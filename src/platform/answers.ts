/** Replies of the server as the app's own errors. */
import { ServiceError } from '#sync/services'
import type { Reply } from '#sync/wire'

/** @throws ServiceError with the failure's code */
export function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  const { code, message, details, retryAfter } = reply.failure
  throw new ServiceError(code, message, details ?? (retryAfter === undefined ? undefined : { retryAfter }))
}
