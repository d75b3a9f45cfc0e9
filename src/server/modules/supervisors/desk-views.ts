/** Visits and supervisors as the office sees them. */
import { type Kysely, sql } from 'kysely'
import type { DeskSupervisor, DeskVisit } from '#contract/desk/visits'
import type { Catalogue } from '#domain/catalogue/types'
import { dateInChina } from '#domain/workdays/calendar'
import type { Database } from '../../db/schema.ts'

type Db = Kysely<Database>

/** The newest first. */
export async function deskVisits(db: Db, region: string, now: Date): Promise<DeskVisit[]> {
  const rows = await db
    .selectFrom('visits as v')
    .innerJoin('supervisors as s', 's.id', 'v.supervisor')
    .selectAll('v')
    .select('s.name')
    .where('v.region', '=', region)
    .orderBy('v.created_at', 'desc')
    .orderBy('v.id', 'desc')
    .limit(200)
    .execute()
  const today = dateInChina(now)
  return rows.map((row) => ({
    id: row.id,
    supervisor: { id: row.supervisor, name: row.name },
    venue: { id: row.venue, name: row.venue_name },
    kind: row.kind,
    from: row.from_date,
    until: row.until_date,
    state:
      row.status === 'done'
        ? 'done'
        : row.cancelled_at
          ? 'cancelled'
          : row.until_date < today
            ? 'expired'
            : row.released_at
              ? 'open'
              : 'planned',
    origin: row.drawn
      ? 'draw'
      : row.plan !== null
        ? 'plan'
        : row.revisit_of === null
          ? 'assigned'
          : 'revisit',
  }))
}

/** Those in office first, by name. */
export async function deskSupervisors(
  db: Db,
  { region, departments }: Catalogue,
  now: Date,
): Promise<DeskSupervisor[]> {
  const rows = await db
    .selectFrom('supervisors as s')
    .selectAll('s')
    .select([
      sql<number>`(select count(*)::int from devices d where d.supervisor = s.id)`.as('devices'),
      sql<number>`(select count(*)::int from inspections i where i.supervisor = s.id)`.as('inspections'),
      sql<Date | null>`(select max(a.expires_at) from appointments a
        where a.supervisor = s.id and a.used_at is null and a.expires_at > ${now})`.as('code_until'),
    ])
    .where('s.region', '=', region.code)
    .orderBy(sql`s.revoked_at is not null`)
    .orderBy('s.name')
    .orderBy('s.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    employer:
      row.employer === null
        ? null
        : { id: row.employer, name: departments.find(({ id }) => id === row.employer)?.name ?? row.employer },
    appointedAt: row.appointed_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    devices: row.devices,
    codeUntil: row.code_until?.toISOString() ?? null,
    inspections: row.inspections,
  }))
}
