/** Open data out of the database: rows as `domain/accountability/open-records.ts` describes them. */
import { type Kysely, sql } from 'kysely'
import { SMALL_GROUP } from '#domain/accountability/counts'
import type { OpenBooking, OpenCase, OpenInspection, OpenRating } from '#domain/accountability/open-records'
import type { Database } from '../../db/schema.ts'

type Db = Kysely<Database>

const day = (column: string) => sql.raw(`to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`)
/** The name, unless fewer than `SMALL_GROUP` rows bear it. */
const unlessFew = (name: string) =>
  sql.raw(`case when count(*) over (partition by ${name}) < ${SMALL_GROUP} then null else ${name} end`)

/** @param today ISO date of the last workday in China; what is due before it is overdue */
export async function openCases(db: Db, region: string, today: string): Promise<OpenCase[]> {
  const { rows } = await sql<OpenCase>`
    with counted as (
      select *, coalesce(unit, department) as owner from cases where region = ${region}
    )
    select ${unlessFew('owner')} as department, kind, origin, status, ${day('received_at')} as received,
      due::text as due, coalesce(due < ${today}::date, false) as overdue, answered_on_time,
      transfers, extensions, reopened
    from counted order by received_at, id`.execute(db)
  return rows
}

export async function openRatings(db: Db, region: string): Promise<OpenRating[]> {
  const { rows } = await sql<OpenRating>`
    select ${unlessFew('r.department')} as department, ${unlessFew('r.venue')} as venue,
      r.level, array_to_string(r.tags, ';') as tags, r.actual_days, r.promised_days,
      r.case_id is not null as of_an_answer,
      case when f.id is null then 'none' when f.answered_at is null then 'open' else 'done' end as follow_up,
      exists (select from rating_follow_ups u where u.rating = r.id and u.appeal = 'upheld') as put_aside,
      to_char(r.received_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month
    from ratings r left join cases f on f.id = r.follow_up
    where r.region = ${region} order by 10, md5(r.id::text)`.execute(db)
  return rows
}

export async function openInspections(db: Db, region: string): Promise<OpenInspection[]> {
  const { rows } = await sql<OpenInspection>`
    select ${unlessFew('i.department')} as department, ${unlessFew('i.venue')} as venue,
      i.kind, i.checklist, i.checklist_version, i.score, i.status,
      (i.status in ('substantiated', 'rectification', 'revisit') or exists (
        select 1 from inspection_events e where e.inspection = i.id and e.status = 'substantiated')) as substantiated,
      case when not exists (
          select 1 from inspection_events e where e.inspection = i.id and e.status = 'rectification') then 'none'
        when i.status = 'closed' then 'done' else 'open' end as rectification,
      ${day('i.received_at')} as received
    from inspections i
    where i.region = ${region} and not exists (select 1 from inspections later where later.corrects = i.id)
    order by i.received_at, i.id`.execute(db)
  return rows
}

/** Without the inspection they rest on: its day would tell who was there. */
export async function openBookings(db: Db, region: string): Promise<OpenBooking[]> {
  return db
    .selectFrom('score_bookings')
    .select(['target_kind', 'target', 'year', 'clause', 'points'])
    .where('region', '=', region)
    .orderBy('year')
    .orderBy('target')
    .orderBy('clause')
    .orderBy('points')
    .execute()
}
