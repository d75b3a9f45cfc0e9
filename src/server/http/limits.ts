/** Requests a minute from one address; look-ups of secrets strictly, everything else against floods only. */
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { Context } from '../context.ts'
import { HttpError } from './errors.ts'

/** One IPv6 customer has a whole /64 to come from. */
const addressOf = (request: FastifyRequest): string =>
  request.ip.includes(':') && !request.ip.includes('.')
    ? request.ip.split(':').slice(0, 4).join(':')
    : request.ip

export async function registerLimits(app: FastifyInstance, { config }: Context): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: config.limits.everything,
    timeWindow: 60_000,
    keyGenerator: addressOf,
    errorResponseBuilder: (_request, { ttl }) =>
      new HttpError('tooManyRequests', 'too many requests from this address: try again later', {
        retryAfterSeconds: Math.ceil(ttl / 1000),
      }),
  })
}

/** For routes where a secret could be guessed. Counted apart from everything else. */
export function strictLimit({ config }: Context): Pick<RouteShorthandOptions, 'config'> {
  return { config: { rateLimit: { max: config.limits.secrets, timeWindow: 60_000, groupId: 'secrets' } } }
}
