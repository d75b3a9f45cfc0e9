/** The verification queue: inspections of a region by status. */
import { type Kysely, sql } from 'kysely'
import type { InspectionPage, InspectionSummary } from '#contract/desk/inspections'
import type { Catalogue } from '#domain/catalogue/types'
import type { InspectionStatus } from '#domain/inspections/types'
import type { Database } from '../../db/schema.ts'

type Db = Kysely<Database>
const PAGE = 50

/** What a summary is made of. */
const summaries = (db: Db) =>
  db
    .selectFrom('inspections as i')
    .innerJoin('supervisors as s', 's.id', 'i.supervisor')
    .select(['i.id', 'i.kind', 'i.status', 'i.venue', 'i.counter', 'i.department', 'i.supervisor'])
    .select(['i.received_at', 'i.score', 'i.chain', 'i.due', 'i.event_count', 's.name'])
    .select([
      sql<number>`jsonb_array_length(i.deductions)`.as('deductions'),
      sql<number>`(select count(*)::int from inspection_photos p where p.inspection = i.id)`.as('photos'),
      sql<boolean>`coalesce((select r.reported_at is not null from rectifications r
        where r.inspection = i.id order by r.round desc limit 1), false)`.as('reported'),
      sql<string | null>`(select c.id from inspections c where c.corrects = i.id
        order by c.received_at desc limit 1)`.as('corrected_by'),
    ])
type Row = Awaited<ReturnType<ReturnType<typeof summaries>['execute']>>[number]

const named = (list: readonly { id: string; name: string }[], id: string | null) =>
  id === null ? null : { id, name: list.find((one) => one.id === id)?.name ?? id }

const toSummary = (row: Row, { venues, counters, departments }: Catalogue): InspectionSummary => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  venue: named(venues, row.venue) ?? { id: row.venue, name: row.venue },
  counter: named(counters, row.counter),
  department: named(departments, row.department),
  supervisor: { id: row.supervisor, name: row.name },
  receivedAt: row.received_at.toISOString(),
  score: row.score,
  deductions: row.deductions,
  chain: row.chain,
  photos: row.photos,
  due: row.status === 'rectification' ? row.due : null,
  reported: row.reported,
  correctedBy: row.corrected_by,
  eventCount: row.event_count,
})

/** A page of the queue, the newest first, with how many there are in each status. `after` is `next` of the page before. */
export async function queue(
  db: Db,
  catalogue: Catalogue,
  { status, after }: { status?: InspectionStatus | undefined; after?: string | undefined },
): Promise<InspectionPage> {
  const { code: region } = catalogue.region
  const counted = await db
    .selectFrom('inspections')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .where('region', '=', region)
    .groupBy('status')
    .execute()
  let query = summaries(db)
    .where('i.region', '=', region)
    .orderBy('i.received_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(PAGE + 1)
  if (status !== undefined) query = query.where('i.status', '=', status)
  const [at, id] = after?.split(' ') ?? []
  if (at !== undefined && id !== undefined && !Number.isNaN(Date.parse(at)))
    query = query.where(sql<boolean>`(i.received_at, i.id::text) < (${new Date(at)}, ${id})`)
  const rows = await query.execute()
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return {
    inspections: page.map((row) => toSummary(row, catalogue)),
    next: rows.length > PAGE && last ? `${last.received_at.toISOString()} ${last.id}` : null,
    counts: Object.fromEntries(counted.map((row) => [row.status, row.count])),
  }
}

/** One of them; undefined where the region has none of that id. */
export async function summaryOf(
  db: Db,
  catalogue: Catalogue,
  id: string,
): Promise<InspectionSummary | undefined> {
  const row = await summaries(db)
    .where('i.id', '=', id)
    .where('i.region', '=', catalogue.region.code)
    .executeTakeFirst()
  return row && toSummary(row, catalogue)
}
