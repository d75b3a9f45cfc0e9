/** Is it alive, can it work, and what time it is here. */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { routes } from '#contract/routes'
import type { Context } from '../context.ts'
import { HttpError } from './errors.ts'

export function registerHealth(app: FastifyInstance, { db, now }: Context): void {
  app.get(routes.health(), { logLevel: 'silent' }, () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    try {
      await sql`select 1`.execute(db)
    } catch {
      throw new HttpError('unavailable', 'the database does not answer')
    }
    return { status: 'ready' }
  })
  app.get(routes.time(), (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return { serverTime: now().toISOString() }
  })
}
