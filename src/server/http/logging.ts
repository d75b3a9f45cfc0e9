/** Logs say what happened, never to whom: route templates instead of addresses, no bodies, no query, no client address. */
import type { FastifyInstance } from 'fastify'
import { pino, type Logger as PinoLogger } from 'pino'
import type { Context } from '../context.ts'

export function createLogger(level: string, stream?: { write(line: string): void }): PinoLogger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  return stream ? pino(options, stream) : pino(options)
}

/** `/api/v1/receipts/lookup`, `/api/v1/blobs/:sha256`; what matches no route has no name. */
export const templateOf = (request: { routeOptions: { url?: string | undefined } }): string =>
  request.routeOptions.url ?? 'unknown'

export function registerRequestLog(app: FastifyInstance, { log }: Context): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = templateOf(request)
    const entry = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    }
    // Static files and health checks are noise on an ordinary day.
    if (reply.statusCode < 400 && !route.startsWith('/api/')) log.debug(entry, 'request')
    else log.info(entry, 'request')
    done()
  })
}
