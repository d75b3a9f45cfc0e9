/** `/api/v1/desk/audit` */
import type { FastifyInstance } from 'fastify'
import { deskAudit } from '#contract/desk/audit'
import type { Context } from '../../context.ts'
import { deskRoute } from '../../http/desk.ts'
import { firstBroken } from './trail.ts'

const PAGE = 100

export function registerAuditRoutes(app: FastifyInstance, context: Context): void {
  deskRoute(app, context, deskAudit.list, async ({ db, staff, query }) => {
    const rows = await db
      .selectFrom('audit_entries')
      .select(['entry', 'hash'])
      .where('region', '=', staff.region)
      .orderBy('seq')
      .execute()
    const wanted = rows
      .filter(
        ({ entry }) =>
          (query.before === undefined || entry.seq < Number(query.before)) &&
          (query.action === undefined || entry.action.includes(query.action)) &&
          (query.actor === undefined || entry.actor.id === query.actor),
      )
      .reverse()
    const entries = wanted.slice(0, PAGE)
    return {
      entries,
      next: wanted.length > PAGE ? (entries.at(-1)?.entry.seq ?? null) : null,
      total: rows.length,
      broken: firstBroken(rows),
    }
  })
}
