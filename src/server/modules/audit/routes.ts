/** `/api/v1/desk/audit` */
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { type AuditEntry, type AuditPage, deskAudit } from '#contract/desk/audit'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { deskRoute } from '../../http/desk.ts'
import { firstBroken } from './trail.ts'

const PAGE = 100

export function registerAuditRoutes(app: FastifyInstance, context: Context): void {
  deskRoute(app, context, deskAudit.list, async ({ db, staff, query }) => {
    const rows = await chain(db, staff.region)
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
      ...(await whoAndWhat(
        db,
        entries.map(({ entry }) => entry),
      )),
      next: wanted.length > PAGE ? (entries.at(-1)?.entry.seq ?? null) : null,
      total: rows.length,
      broken: firstBroken(rows),
    }
  })
  deskRoute(app, context, deskAudit.export, async ({ db, staff, now }) => ({
    region: staff.region,
    at: now.toISOString(),
    entries: await chain(db, staff.region),
  }))
}

const chain = (db: Kysely<Database>, region: string) =>
  db
    .selectFrom('audit_entries')
    .select(['entry', 'hash'])
    .where('region', '=', region)
    .orderBy('seq')
    .execute()

/** Names of the staff who act in the entries, and numbers of the cases they are about. */
async function whoAndWhat(
  db: Kysely<Database>,
  entries: readonly AuditEntry[],
): Promise<Pick<AuditPage, 'names' | 'numbers'>> {
  const actors = entries.flatMap(({ actor }) => (actor.kind === 'staff' ? [actor.id] : []))
  const cases = entries.flatMap(({ action, target }) =>
    action.includes(' /cases/') && target.id !== undefined ? [target.id] : [],
  )
  const staff = await byIds(actors, (ids) =>
    db.selectFrom('staff').select(['id', 'name']).where('id', 'in', ids).execute(),
  )
  const filed = await byIds(cases, (ids) =>
    db.selectFrom('cases').select(['id', 'number as name']).where('id', 'in', ids).execute(),
  )
  return { names: staff, numbers: filed }
}

async function byIds(
  ids: readonly string[],
  read: (ids: string[]) => Promise<{ id: string; name: string }[]>,
): Promise<Record<string, string>> {
  const wanted = [...new Set(ids)]
  const rows = wanted.length === 0 ? [] : await read(wanted)
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}
