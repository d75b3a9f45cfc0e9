/** 公开的诉求: what anybody may read of the cases that their citizens and the office let everybody read. */
import type { FastifyInstance } from 'fastify'
import { type Kysely, type SqlBool, sql } from 'kysely'
import { type PublishedCases, PublishedCasesQuery } from '#contract/published-cases'
import { API } from '#contract/routes'
import type { Catalogue } from '#domain/catalogue/types'
import { withoutPersonalData } from '#domain/cases/personal-data'
import type { CaseEvent } from '#domain/cases/types'
import { dateInChina, workdaysBetween } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { parse } from '../../http/parse.ts'
import { placeOf, readPlace } from '../../http/place.ts'
import { departmentName, regionCatalogue } from './subject.ts'
import { subjectTitle } from './summary.ts'
import { timelineStep } from './view.ts'

type Db = Kysely<Database>
const PAGE = 20
/** A case about the same matter is another citizen's: that there is one is not for everybody. */
const BETWEEN_CASES: ReadonlySet<CaseEvent['type']> = new Set(['merge', 'separate'])

const published = (db: Db, region: string) =>
  db
    .selectFrom('case_publications as p')
    .innerJoin('cases as c', 'c.id', 'p.case_id')
    .select(['c.id', 'c.number', 'c.kind', 'c.status', 'c.unit', 'c.received_at', 'c.answered_at'])
    .select(['c.answered_on_time', 'c.item', 'c.department', 'c.venue', 'c.counter'])
    .select(sql<string | null>`c.notice ->> 'itemName'`.as('notice_item'))
    .select(['p.text', 'p.answer', 'p.published_at'])
    .where('c.region', '=', region)
    .orderBy('p.published_at', 'desc')
    .orderBy('c.id', 'desc')
type Row = Awaited<ReturnType<ReturnType<typeof published>['executeTakeFirstOrThrow']>>

/** A page of them, newest first. Throws `unknownRegion`, or `invalid` where `after` is no place. */
export async function publishedCases(
  context: Context,
  region: string,
  { department, after }: PublishedCasesQuery,
): Promise<PublishedCases> {
  const catalogue = await regionCatalogue(context, region)
  let query = published(context.db, region).limit(PAGE + 1)
  if (department !== undefined)
    query = query.where(sql<SqlBool>`coalesce(c.unit, c.department) = ${department}`)
  if (after !== undefined) {
    const [at, id] = readPlace(after, 'instant')
    query = query.where(sql<SqlBool>`(p.published_at, c.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const rows = await query.execute()
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const logs = await logsOf(
    context.db,
    page.map(({ id }) => id),
  )
  return {
    regionName: catalogue.region.name,
    ...(department === undefined ? {} : { departmentName: departmentName(catalogue, department) }),
    cases: page.map((row) => shown(row, logs.get(row.id) ?? [], catalogue)),
    next: rows.length > PAGE && last ? placeOf(last.published_at.toISOString(), last.id) : null,
  }
}

async function logsOf(db: Db, ids: string[]): Promise<Map<string, CaseEvent[]>> {
  const logs = new Map<string, CaseEvent[]>()
  if (ids.length === 0) return logs
  const rows = await db
    .selectFrom('case_events')
    .select(['case_id', 'event'])
    .where('case_id', 'in', ids)
    .orderBy('case_id')
    .orderBy('seq')
    .execute()
  for (const { case_id, event } of rows) logs.set(case_id, [...(logs.get(case_id) ?? []), event])
  return logs
}

function shown(
  row: Row,
  events: readonly CaseEvent[],
  catalogue: Catalogue,
): PublishedCases['cases'][number] {
  const { answered_at: answered } = row
  return {
    number: row.number,
    kind: row.kind,
    title: subjectTitle(row, catalogue),
    // Read through when it was published; by a rule that may have learnt more since.
    text: withoutPersonalData(row.text),
    answer: row.answer === null ? null : withoutPersonalData(row.answer),
    unit: row.unit === null ? null : departmentName(catalogue, row.unit),
    status: row.status,
    receivedAt: row.received_at.toISOString(),
    publishedAt: row.published_at.toISOString(),
    workdays:
      answered === null
        ? null
        : Math.max(0, workdaysBetween(dateInChina(row.received_at), dateInChina(answered))),
    onTime: row.answered_on_time,
    steps: events
      .filter(({ type }) => !BETWEEN_CASES.has(type))
      .map((event) => {
        const { at, type, unit, due } = timelineStep(event, [], catalogue)
        return {
          at,
          type,
          ...(unit === undefined ? {} : { unit }),
          ...(type === 'extend' && due !== undefined ? { due } : {}),
        }
      }),
  }
}

/** `GET /api/v1/regions/{region}/published-cases`, for anyone. */
export function registerPublishedCaseRoutes(app: FastifyInstance, context: Context): void {
  app.get<{ Params: { region: string } }>(`${API}/regions/:region/published-cases`, (request) =>
    publishedCases(context, request.params.region, parse(PublishedCasesQuery, request.query, 'the address')),
  )
}
