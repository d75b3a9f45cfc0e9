/**
 * Open data: cases, ratings and inspections, one row each, without words, people, phones or numbers that lead to one.
 * A department with fewer than `SMALL_GROUP` of a kind is left blank in that kind's rows, as its rate is withheld on
 * the board: the region's totals can be recomputed to the last digit, and no row tells what the board keeps back.
 */
import { type Kysely, sql } from 'kysely'
import { SMALL_GROUP } from '#contract/board'
import type { Database } from '../../db/schema.ts'
import type { Row } from './csv.ts'

type Db = Kysely<Database>

export const RECORD_SETS = ['cases', 'ratings', 'inspections'] as const
export type RecordSet = (typeof RECORD_SETS)[number]

const day = (column: string) => sql.raw(`to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`)

/** @param today ISO date of the last workday in China; what is due before it is overdue */
const QUERIES: Record<RecordSet, (region: string, today: string) => ReturnType<typeof sql<Row>>> = {
  cases: (region, today) => sql<Row>`
    with counted as (
      select *, coalesce(unit, department) as owner from cases where region = ${region}
    )
    select case when count(*) over (partition by owner) < ${SMALL_GROUP} then null else owner end as department,
      kind, status, ${day('received_at')} as received, due::text as due,
      coalesce(due < ${today}::date, false) as overdue, answered_on_time,
      transfers, extensions, reopened
    from counted order by received_at, id`,
  ratings: (region) => sql<Row>`
    select case when count(*) over (partition by department) < ${SMALL_GROUP} then null else department end as department,
      level, array_to_string(tags, ';') as tags, actual_days, case_id is not null as of_an_answer,
      ${day('received_at')} as received
    from ratings where region = ${region} order by received_at, id`,
  inspections: (region) => sql<Row>`
    select case when count(*) over (partition by i.department) < ${SMALL_GROUP} then null else i.department end as department,
      i.venue, i.kind, i.checklist, i.checklist_version, i.score, i.status,
      (i.status in ('substantiated', 'rectification', 'revisit') or exists (
        select 1 from inspection_events e where e.inspection = i.id and e.status = 'substantiated')) as substantiated,
      ${day('i.received_at')} as received
    from inspections i
    where i.region = ${region} and not exists (select 1 from inspections later where later.corrects = i.id)
    order by i.received_at, i.id`,
}

/** The rows of one set; department ids are those of the catalogue. */
export async function openRecords(db: Db, set: RecordSet, region: string, today: string): Promise<Row[]> {
  return (await QUERIES[set](region, today).execute(db)).rows
}
