/** Ratings as the desk lists them: what waits by its due date, everything else newest first. */
import { type Kysely, sql } from 'kysely'
import type { RatingListName, RatingPage, RatingSummary } from '#contract/desk/ratings'
import { dueState, overdueWorkdays } from '#domain/cases/clock'
import type { Catalogue } from '#domain/catalogue/types'
import type { AppealState, FollowUpStatus } from '#domain/ratings/follow-up'
import type { RatingLevel } from '#domain/ratings/types'
import { receiptNumber } from '#domain/receipts/number'
import type { StaffMember } from '#domain/staff/roles'
import { dateInChina } from '#domain/workdays/calendar'
import type { Database } from '../../db/schema.ts'
import { departmentName, itemName } from '../cases/subject.ts'

type Db = Kysely<Database>

const PAGE = 50

export interface ListedRating {
  id: string
  level: RatingLevel
  tags: string[]
  text: string | null
  rated_at: Date
  received_at: Date
  item: string | null
  department: string | null
  venue: string | null
  counter: string | null
  status: FollowUpStatus | null
  appeal: AppealState
  remedy_level: RatingLevel | null
  due: string | null
}

/** The columns of a summary; without a follow-up there is no status, before its first event it is open. */
const columns = sql`
  r.id, r.level, r.tags, r.text, r.rated_at, r.received_at, r.item, r.department, r.venue, r.counter,
  case when r.follow_up is not null then coalesce(f.status, 'open') end as status,
  coalesce(f.appeal, 'none') as appeal, f.remedy_level, c.due`
const tables = sql`
  ratings r left join rating_follow_ups f on f.rating = r.id left join cases c on c.id = r.follow_up`

/** Whose it is to see: `inScope` in SQL. A unit sees what is about its department or was given to it. */
const inSight = ({ region, role, department }: StaffMember) =>
  role === 'unit'
    ? sql`r.region = ${region} and (r.department = ${department} or c.unit = ${department})`
    : sql`r.region = ${region}`

const LISTS = {
  toDo: sql`r.follow_up is not null and coalesce(f.status, 'open') in ('open', 'contacted')`,
  remedied: sql`f.status = 'remedied'`,
  appeals: sql`coalesce(f.appeal, 'none') <> 'none'`,
  poor: sql`r.level <= 2`,
  all: sql`true`,
} as const satisfies Record<RatingListName, unknown>
const ORDER = {
  toDo: sql`c.due nulls last, r.received_at`,
  remedied: sql`f.changed_at desc`,
  appeals: sql`f.appeal = 'pending' desc, f.changed_at desc`,
  poor: sql`r.received_at desc`,
  all: sql`r.received_at desc`,
} as const satisfies Record<RatingListName, unknown>

export async function listRatings(
  db: Db,
  staff: StaffMember,
  catalogue: Catalogue,
  { list, offset, now }: { list: RatingListName; offset: number; now: Date },
): Promise<RatingPage> {
  const { rows } = await sql<ListedRating>`
    select ${columns} from ${tables} where ${inSight(staff)} and ${LISTS[list]}
    order by ${ORDER[list]}, r.id limit ${PAGE + 1} offset ${offset}`.execute(db)
  const counted = await sql<RatingPage['counts']>`
    select count(*) filter (where ${LISTS.toDo}) as "toDo",
      count(*) filter (where ${LISTS.remedied}) as remedied,
      count(*) filter (where f.appeal = 'pending') as appeals,
      count(*) filter (where ${LISTS.poor}) as poor, count(*) as "all"
    from ${tables} where ${inSight(staff)}`.execute(db)
  return {
    ratings: rows.slice(0, PAGE).map((row) => ratingSummary(row, catalogue, now)),
    counts: counted.rows[0] ?? { toDo: 0, remedied: 0, appeals: 0, poor: 0, all: 0 },
    next: rows.length > PAGE ? offset + PAGE : null,
  }
}

/** One rating in sight; undefined where there is none, or it is not theirs to see. */
export async function findRating(db: Db, staff: StaffMember, id: string): Promise<ListedRating | undefined> {
  const { rows } = await sql<ListedRating>`
    select ${columns} from ${tables} where ${inSight(staff)} and r.id = ${id}`.execute(db)
  return rows[0]
}

export function ratingSummary(row: ListedRating, catalogue: Catalogue, now: Date): RatingSummary {
  const due = row.due ?? undefined
  const today = dateInChina(now)
  const venue = catalogue.venues.find(({ id }) => id === row.venue)?.name
  const counter = catalogue.counters.find(({ id }) => id === row.counter)?.name
  return {
    id: row.id,
    number: receiptNumber('rating', row.id, row.rated_at.toISOString()),
    level: row.level,
    tags: row.tags,
    text: row.text,
    receivedAt: row.received_at.toISOString(),
    itemName: row.item === null ? null : (itemName(catalogue, row.item) ?? row.item),
    departmentName: row.department === null ? null : departmentName(catalogue, row.department),
    placeName: [venue, counter].filter(Boolean).join(' ') || null,
    status: row.status,
    appeal: row.appeal,
    remedyLevel: row.remedy_level,
    due: row.due,
    dueState: dueState(due, today) ?? null,
    overdueWorkdays: overdueWorkdays(due, today),
  }
}
