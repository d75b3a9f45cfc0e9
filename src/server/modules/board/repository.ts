/** What the board counts, in SQL: by department, hall and month, to be added up as wanted. */
import { type Kysely, sql } from 'kysely'
import type { Counts } from '#domain/accountability/counts'
import type { Database } from '../../db/schema.ts'

type Db = Kysely<Database>

/** Changes whenever anything the board counts has changed: how many events there are, and when the last one was. */
export async function lastChange(db: Db, region: string): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ',
      (select concat_ws('/', count(*), max(e.at)) from case_events e join cases c on c.id = e.case_id where c.region = ${region}),
      (select concat_ws('/', count(*), max(received_at)) from ratings where region = ${region}),
      (select concat_ws('/', count(*), max(e.at)) from rating_events e join ratings r on r.id = e.rating
        where r.region = ${region}),
      (select concat_ws('/', count(*), max(received_at)) from inspections where region = ${region}),
      (select concat_ws('/', count(*), max(e.at)) from inspection_events e join inspections i on i.id = e.inspection
        where i.region = ${region}),
      (select concat_ws('/', count(*), max(at)) from score_bookings where region = ${region})) as mark`.execute(
    db,
  )
  return rows[0]?.mark ?? ''
}

/** Counts of what has the same department, hall and month (YYYY-MM, in China, of receipt). */
export interface Cell {
  department: string | null
  venue: string | null
  month: string
  counts: Partial<Counts>
}

const month = (column: string) => sql.raw(`to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM')`)

/**
 * A case belongs to the unit that owns it now, else to whom it is about.
 * @param today ISO date of the last workday in China; what is due before it is overdue
 */
async function caseCells(db: Db, region: string, today: string): Promise<Cell[]> {
  const { rows } = await sql<Cell>`
    select coalesce(unit, department) as department, null as venue, ${month('received_at')} as month,
      json_build_object(
        'cases', count(*), 'transfers', coalesce(sum(transfers), 0),
        'judged', count(*) filter (where answered_on_time is not null or due < ${today}::date),
        'onTime', count(*) filter (where answered_on_time and (due is null or due >= ${today}::date)),
        'overdue', count(*) filter (where due < ${today}::date)) as counts
    from cases where region = ${region} group by 1, 3`.execute(db)
  return rows
}

/** An appeal that was upheld takes a rating `r` out of every count but this one. */
const putAside = sql.raw(
  `exists (select from rating_follow_ups u where u.rating = r.id and u.appeal = 'upheld')`,
)

async function ratingCells(db: Db, region: string): Promise<Cell[]> {
  const { rows } = await sql<Cell>`
    select r.department, r.venue, ${month('r.received_at')} as month,
      json_build_object(
        'ratings', count(*), 'satisfied', count(*) filter (where level >= 3), 'poor', count(*) filter (where level <= 2),
        'followUps', count(f.id), 'followedUp', count(*) filter (where f.answered_at is not null),
        'timed', count(*) filter (where actual_days is not null and promised_days is not null),
        'actualDays', coalesce(sum(actual_days) filter (where promised_days is not null), 0),
        'promisedDays', coalesce(sum(promised_days) filter (where actual_days is not null), 0),
        'kept', count(*) filter (where actual_days <= promised_days)) as counts
    from ratings r left join cases f on f.id = r.follow_up
    where r.region = ${region} and not ${putAside} group by 1, 2, 3
    union all
    select r.department, r.venue, ${month('r.received_at')}, json_build_object('putAside', count(*))
    from ratings r where r.region = ${region} and ${putAside} group by 1, 2, 3`.execute(db)
  return rows
}

/** Records that a later one corrects are not counted twice. */
async function inspectionCells(db: Db, region: string): Promise<Cell[]> {
  const { rows } = await sql<Cell>`
    with judged as (
      select i.*, i.status in ('substantiated', 'rectification', 'revisit') or exists (
          select 1 from inspection_events e where e.inspection = i.id and e.status = 'substantiated') as found,
        exists (select 1 from inspection_events e where e.inspection = i.id and e.status = 'rectification') as ordered
      from inspections i
      where i.region = ${region} and not exists (select 1 from inspections later where later.corrects = i.id)
    )
    select department, venue, ${month('received_at')} as month,
      json_build_object(
        'inspections', count(*), 'substantiated', count(*) filter (where found),
        'rectifications', count(*) filter (where ordered),
        'rectified', count(*) filter (where ordered and status = 'closed')) as counts
    from judged group by 1, 2, 3`.execute(db)
  return rows
}

/** Every count of a region. */
export async function boardCells(db: Db, region: string, today: string): Promise<Cell[]> {
  const cells = await Promise.all([
    caseCells(db, region, today),
    ratingCells(db, region),
    inspectionCells(db, region),
  ])
  return cells.flat()
}
