/** Cases that belong to another one: those that follow it, and those that may be about the same matter. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { RelatedCase } from '#contract/desk/cases'
import { textSimilarity } from '#domain/cases/similarity'
import type { Database } from '../../db/schema.ts'
import { mergeable } from './legal-steps.ts'
import type { CaseRow } from './tables.ts'

type Db = Kysely<Database>
type Case = Selectable<CaseRow>

/** Who writes about the same matter does it within weeks. */
const DAYS = 60
const CANDIDATES = 300
/** Below this, two texts share what every complaint about the same item shares. */
const ALIKE = 0.35
const SHOWN = 6
const EXCERPT = 160

const related = (db: Db) =>
  db
    .selectFrom('cases as c')
    .select(['c.id', 'c.number', 'c.status', 'c.unit', 'c.region', 'c.merged_into', 'c.received_at'])
    .select(['c.text', 'c.event_count'])
    .select(sql<number>`(select count(*)::int from cases f where f.merged_into = c.id)`.as('joined'))
type RelatedRow = Awaited<ReturnType<ReturnType<typeof related>['executeTakeFirstOrThrow']>>

const shown = (main: Case, row: RelatedRow, similarity: number | null): RelatedCase => ({
  id: row.id,
  number: row.number,
  status: row.status,
  receivedAt: row.received_at.toISOString(),
  excerpt: row.text.slice(0, EXCERPT),
  similarity,
  mergeable: mergeable(main, row),
  eventCount: row.event_count,
})

export async function followersOf(db: Db, main: Case): Promise<RelatedCase[]> {
  const rows = await related(db).where('c.merged_into', '=', main.id).orderBy('c.received_at').execute()
  return rows.map((row) => shown(main, row, null))
}

/** Open cases of the region about the same item, counter, hall or department whose text is alike; most alike first. */
export async function duplicatesOf(db: Db, main: Case): Promise<RelatedCase[]> {
  const from = new Date(main.received_at.getTime() - DAYS * 86_400_000)
  const until = new Date(main.received_at.getTime() + DAYS * 86_400_000)
  const rows = await related(db)
    .where('c.region', '=', main.region)
    .where('c.id', '!=', main.id)
    .where('c.merged_into', 'is', null)
    .where('c.status', 'in', ['submitted', 'accepted', 'assigned', 'moreRequested', 'reopened'])
    .where('c.received_at', '>=', from)
    .where('c.received_at', '<=', until)
    .where((eb) =>
      eb.or([
        ...(main.item === null ? [] : [eb('c.item', '=', main.item)]),
        ...(main.counter === null ? [] : [eb('c.counter', '=', main.counter)]),
        ...(main.venue === null ? [] : [eb('c.venue', '=', main.venue)]),
        ...(main.department === null ? [] : [eb('c.department', '=', main.department)]),
      ]),
    )
    .orderBy('c.received_at', 'desc')
    .limit(CANDIDATES)
    .execute()
  return rows
    .map((row) => ({ row, similarity: textSimilarity(main.text, row.text) }))
    .filter(({ similarity }) => similarity >= ALIKE)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, SHOWN)
    .map(({ row, similarity }) => shown(main, row, similarity))
}
