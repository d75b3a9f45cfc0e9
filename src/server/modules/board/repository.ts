/** What the board counts, by department, in SQL. A case belongs to the unit that owns it now, else to whom it is about. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'

type Db = Kysely<Database>

/** Changes whenever anything the board counts has changed: how many events there are, and when the last one was. */
export async function lastChange(db: Db, region: string): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ',
      (select concat_ws('/', count(*), max(e.at)) from case_events e join cases c on c.id = e.case_id where c.region = ${region}),
      (select concat_ws('/', count(*), max(received_at)) from ratings where region = ${region}),
      (select concat_ws('/', count(*), max(received_at)) from inspections where region = ${region}),
      (select concat_ws('/', count(*), max(e.at)) from inspection_events e join inspections i on i.id = e.inspection
        where i.region = ${region})) as mark`.execute(db)
  return rows[0]?.mark ?? ''
}

interface CaseFigures {
  department: string | null
  cases: number
  transfers: number
  /** answered, or overdue without an answer */
  judged: number
  on_time: number
  overdue: number
}

/** @param today ISO date of the last workday in China; what is due before it is overdue */
export async function caseFigures(db: Db, region: string, today: string): Promise<CaseFigures[]> {
  const { rows } = await sql<CaseFigures>`
    select coalesce(unit, department) as department,
      count(*)::int as cases,
      coalesce(sum(transfers), 0)::int as transfers,
      (count(*) filter (where answered_on_time is not null or due < ${today}::date))::int as judged,
      (count(*) filter (where answered_on_time and (due is null or due >= ${today}::date)))::int as on_time,
      (count(*) filter (where due < ${today}::date))::int as overdue
    from cases where region = ${region} group by 1`.execute(db)
  return rows
}

interface RatingFigures {
  department: string | null
  ratings: number
  /** of 3 (基本满意) and above */
  satisfied: number
}

export async function ratingFigures(db: Db, region: string): Promise<RatingFigures[]> {
  const { rows } = await sql<RatingFigures>`
    select department, count(*)::int as ratings, (count(*) filter (where level >= 3))::int as satisfied
    from ratings where region = ${region} group by 1`.execute(db)
  return rows
}

interface InspectionFigures {
  department: string | null
  inspections: number
  /** found true at some time, whatever came of it */
  substantiated: number
}

/** Records that a later one corrects are not counted twice. */
export async function inspectionFigures(db: Db, region: string): Promise<InspectionFigures[]> {
  const { rows } = await sql<InspectionFigures>`
    select i.department, count(*)::int as inspections,
      (count(*) filter (where i.status in ('substantiated', 'rectification', 'revisit') or exists (
        select 1 from inspection_events e where e.inspection = i.id and e.status = 'substantiated')))::int as substantiated
    from inspections i
    where i.region = ${region} and not exists (select 1 from inspections later where later.corrects = i.id)
    group by 1`.execute(db)
  return rows
}
