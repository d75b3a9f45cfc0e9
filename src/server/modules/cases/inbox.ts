/** The inbox: cases in scope by filter, in pages that stay whole while others go on with them. */
import { type Kysely, sql, type SqlBool } from 'kysely'
import type { CaseFilters, CasePage } from '#contract/desk/cases'
import { AMBER_WORKDAYS } from '#domain/cases/clock'
import { turnOf, type Turn } from '#domain/cases/standing'
import { CASE_STATUSES } from '#domain/cases/types'
import type { StaffMember } from '#domain/staff/roles'
import { addDays, addWorkdays, dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { placeOf, readPlace } from '../../http/place.ts'
import { casesInScope, hasContactFor } from './scope.ts'
import { catalogueAtDesk } from './subject.ts'
import { caseSummary, summaryQuery } from './summary.ts'

type Db = Kysely<Database>
type Condition = ReturnType<typeof sql<SqlBool>>
const PAGE = 50

const statusesOf = (turn: Turn) => CASE_STATUSES.filter((status) => turnOf(status) === turn)
const turnIs = (turn: Turn): Condition => sql<SqlBool>`c.status in (${sql.join(statusesOf(turn))})`

/** `dueState` of the clock as conditions; what is due before the last workday up to today is overdue. */
function dueConditions(today: string): Record<'red' | 'amber' | 'onTime', Condition> {
  const lastWorkday = addWorkdays(addDays(today, 1), -1)
  const amberUntil = addWorkdays(today, AMBER_WORKDAYS)
  return {
    red: sql<SqlBool>`coalesce(c.due < ${lastWorkday}::date, false)`,
    amber: sql<SqlBool>`coalesce(c.due >= ${lastWorkday}::date and c.due <= ${amberUntil}::date, false)`,
    onTime: sql<SqlBool>`coalesce(c.due > ${amberUntil}::date, false)`,
  }
}

/** One that follows another is done with it, so it stands in the list only once that one needs nothing any more. */
const standsAlone = sql<SqlBool>`not exists (
  select from cases main where main.id = c.merged_into
    and main.status in ('submitted', 'accepted', 'assigned', 'moreRequested', 'reopened'))`

/** Every filter but those that are tabs. */
function narrowed(staff: StaffMember, filters: CaseFilters): Condition[] {
  const { kind, unit, item, q, since, until, contact } = filters
  const found: Condition[] = []
  if (kind) found.push(sql`c.kind = ${kind}`)
  if (unit) found.push(sql`c.unit = ${unit}`)
  if (item) found.push(sql`c.item = ${item}`)
  if (since) found.push(sql`c.received_at >= ${`${since}T00:00:00+08:00`}::timestamptz`)
  if (until) found.push(sql`c.received_at < ${`${addDays(until, 1)}T00:00:00+08:00`}::timestamptz`)
  if (contact) found.push(contact === 'yes' ? hasContactFor(staff) : sql`not ${hasContactFor(staff)}`)
  if (q) {
    const like = `%${q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
    found.push(sql`(c.number ilike ${like} or c.text ilike ${like})`)
  } else found.push(standsAlone)
  return found
}

/** The columns of each order; `id` makes every place unique. */
const ORDERS = {
  due: { column: sql<string>`coalesce(c.due, '9999-12-31'::date)::text`, direction: 'asc' },
  newest: { column: sql<string>`c.received_at`, direction: 'desc' },
  oldest: { column: sql<string>`c.received_at`, direction: 'asc' },
} as const

/** A page of the inbox, with the counts of its tabs. Throws `invalid` where `after` is no place. */
export async function inbox(
  context: Context,
  db: Db,
  staff: StaffMember,
  filters: CaseFilters & { after?: string | undefined },
  now: Date,
): Promise<CasePage> {
  const today = dateInChina(now)
  const due = dueConditions(today)
  const conditions = narrowed(staff, filters)
  const order = ORDERS[filters.sort ?? 'due']
  let query = summaryQuery(db, staff)
    .select(order.column.as('place'))
    .where(casesInScope(staff))
    .where(sql.join<SqlBool>([sql`true`, ...conditions], sql` and `))
  if (filters.turn) query = query.where(turnIs(filters.turn))
  if (filters.status) query = query.where('c.status', '=', filters.status)
  if (filters.due) query = query.where(due[filters.due])
  if (filters.after !== undefined) {
    const dated = filters.sort === 'newest' || filters.sort === 'oldest'
    const [value, id] = readPlace(filters.after, dated ? 'instant' : 'text')
    const than = sql.raw(order.direction === 'asc' ? '>' : '<')
    const typed = dated ? sql`::timestamptz` : sql``
    query = query.where(sql<SqlBool>`(${order.column}, c.id) ${than} (${value}${typed}, ${id}::uuid)`)
  }
  const [rows, counts, catalogue] = await Promise.all([
    query
      .orderBy(order.column, order.direction)
      .orderBy('c.id', order.direction)
      .limit(PAGE + 1)
      .execute(),
    tabCounts(db, staff, conditions, due),
    catalogueAtDesk(context, staff.region),
  ])
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return {
    cases: page.map((row) => caseSummary(row, catalogue, today)),
    next: rows.length > PAGE && last ? placeOf(placeText(last.place), last.id) : null,
    counts,
  }
}

const placeText = (place: string | Date): string => (place instanceof Date ? place.toISOString() : place)

async function tabCounts(
  db: Db,
  staff: StaffMember,
  conditions: readonly Condition[],
  due: ReturnType<typeof dueConditions>,
): Promise<CasePage['counts']> {
  const counted = (condition: Condition) => sql<number>`(count(*) filter (where ${condition}))::int`
  return db
    .selectFrom('cases as c')
    .select([
      counted(turnIs('office')).as('office'),
      counted(turnIs('unit')).as('unit'),
      counted(turnIs('citizen')).as('citizen'),
      counted(turnIs('nobody')).as('nobody'),
      sql<number>`count(*)::int`.as('all'),
      counted(due.red).as('red'),
      counted(due.amber).as('amber'),
    ])
    .where(casesInScope(staff))
    .where(sql.join<SqlBool>([sql`true`, ...conditions], sql` and `))
    .executeTakeFirstOrThrow()
}
