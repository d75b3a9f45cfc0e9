/** Answers that may be large go gzipped to whoever takes that. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'

/** Below this it fits into a packet anyway. */
const FROM_BYTES = 1024

const zip = promisify(gzip)

/** Whether `Accept-Encoding` names gzip and does not refuse it. */
const takesGzip = (header: string | undefined): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))/i.test(header ?? '')

/** For routes whose answers are no secret beside what the caller sent (compression would tell of it by its length). */
export const gzipAnswer: Pick<RouteShorthandOptions, 'onSend'> = {
  async onSend(request: FastifyRequest, reply: FastifyReply, payload: unknown) {
    if (typeof payload !== 'string' || payload.length < FROM_BYTES) return payload
    reply.header('vary', 'accept-encoding')
    if (!takesGzip(request.headers['accept-encoding'])) return payload
    reply.header('content-encoding', 'gzip').removeHeader('content-length')
    // The fastest level: ids do not compress, and everything else does at once.
    return zip(payload, { level: 1 })
  },
}
