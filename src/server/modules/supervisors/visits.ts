/** Visits: drawn by lot or assigned, and what became of the inspections. */
import { randomInt } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { OutcomeList, VisitList } from '#contract/supervisors'
import type { Catalogue, Venue } from '#domain/catalogue/types'
import { addDays, dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { regionCatalogue, WITHIN_TRANSACTION } from '../cases/subject.ts'
import { tellSupervisor } from '../notify/tell.ts'
import { newId } from './appointments.ts'
import type { SignedIn } from './auth.ts'
import type { VisitRow } from './tables.ts'

/** Draws that one supervisor may have open at once: otherwise one could draw until the lot suits. */
export const MAX_OPEN_DRAWS = 3
export const ITEMS_DRAWN = 3
const VISIT_DAYS = 14

export async function visitsOf(context: Context, supervisor: string): Promise<VisitList> {
  const now = context.now()
  const rows = await context.db
    .selectFrom('visits')
    .selectAll()
    .where('supervisor', '=', supervisor)
    // What the office has not released, or has taken back, is not there.
    .where('released_at', 'is not', null)
    .where('cancelled_at', 'is', null)
    .orderBy('until_date', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()
  return { serverTime: now.toISOString(), visits: rows.map((row) => visitView(row, dateInChina(now))) }
}

function visitView(row: Selectable<VisitRow>, today: string): VisitList['visits'][number] {
  return {
    id: row.id,
    region: row.region,
    venue: row.venue,
    venueName: row.venue_name,
    kind: row.kind,
    items: row.items,
    from: row.from_date,
    until: row.until_date,
    status: row.status === 'open' && row.until_date < today ? 'expired' : row.status,
  }
}

/** Draws a hall and three items by lot. Throws `conflict` with too many open draws, `notFound` without a hall to draw. */
export async function drawVisit(context: Context, who: SignedIn): Promise<VisitList> {
  const catalogue = await regionCatalogue(context, who.region)
  const now = context.now()
  const today = dateInChina(now)
  await context.db.transaction().execute(async (db) => {
    await db.selectFrom('supervisors').select('id').where('id', '=', who.supervisor).forUpdate().execute()
    const open = await db
      .selectFrom('visits')
      .select('venue')
      .where('supervisor', '=', who.supervisor)
      .where('drawn', '=', true)
      .where('cancelled_at', 'is', null)
      .where('status', '=', 'open')
      .where('until_date', '>=', today)
      .execute()
    if (open.length >= MAX_OPEN_DRAWS)
      throw new HttpError('conflict', 'finish a drawn visit before drawing another', {
        open: open.length,
        most: MAX_OPEN_DRAWS,
      })
    const taken = new Set(open.map(({ venue }) => venue))
    const venues = drawable(catalogue, who.employer)
    const fresh = venues.filter(({ id }) => !taken.has(id))
    const venue = pick(fresh.length > 0 ? fresh : venues)
    if (!venue) throw new HttpError('notFound', 'this region has no hall that you may inspect')
    await db
      .insertInto('visits')
      .values({
        id: newId(now),
        region: who.region,
        supervisor: who.supervisor,
        venue: venue.id,
        venue_name: venue.name,
        kind: 'covert',
        items: drawItems(catalogue, venue.id, who.employer),
        from_date: today,
        until_date: addDays(today, VISIT_DAYS),
        status: 'open',
        drawn: true,
        created_at: now,
        plan: null,
        released_at: now,
        cancelled_at: null,
        revisit_of: null,
      })
      .execute()
  })
  return visitsOf(context, who.supervisor)
}

/** The office's own choice of hall, told to the supervisor at once; `revisitOf` names the inspection it looks at again. */
export async function assignVisit(
  context: Context,
  visit: {
    supervisor: string
    region: string
    venue: string
    kind: 'announced' | 'covert'
    from: string
    until: string
    revisitOf?: string
    /** items to be looked at; drawn where none are named */
    items?: string[]
  },
  { db = context.db, now = context.now() }: { db?: Kysely<Database>; now?: Date } = {},
): Promise<string> {
  const catalogue = await regionCatalogue(context, visit.region, WITHIN_TRANSACTION)
  const venue = catalogue.venues.find(({ id }) => id === visit.venue)
  if (!venue) throw new HttpError('notFound', 'no such hall in this region')
  const { employer } = await db
    .selectFrom('supervisors')
    .select('employer')
    .where('id', '=', visit.supervisor)
    .executeTakeFirstOrThrow()
  const id = newId(now)
  await db
    .insertInto('visits')
    .values({
      id,
      region: visit.region,
      supervisor: visit.supervisor,
      venue: venue.id,
      venue_name: venue.name,
      kind: visit.kind,
      items: visit.items?.length ? visit.items : drawItems(catalogue, venue.id, employer),
      from_date: visit.from,
      until_date: visit.until,
      status: 'open',
      drawn: false,
      created_at: now,
      plan: null,
      released_at: now,
      cancelled_at: null,
      revisit_of: visit.revisitOf ?? null,
    })
    .execute()
  await tellSupervisor(db, visit.supervisor, {
    kind: 'visit',
    key: `visit ${id}`,
    region: visit.region,
    details: {},
    at: now,
  })
  return id
}

/** Halls but those where only the supervisor's own employer sits. */
export function drawable(catalogue: Catalogue, employer: string | null): Venue[] {
  return catalogue.venues.filter(({ id }) => {
    const departments = departmentsAt(catalogue, id)
    return !(employer !== null && departments.size === 1 && departments.has(employer))
  })
}

/** Departments that have a counter there. */
export function departmentsAt(catalogue: Catalogue, venue: string): Set<string> {
  const counters = catalogue.counters.filter((counter) => counter.venue === venue)
  return new Set(counters.flatMap(({ department }) => department ?? []))
}

/** Items handled at the hall, else of the departments that sit there, else any; never of the employer. */
export function drawItems(catalogue: Catalogue, venue: string, employer: string | null): string[] {
  const departments = departmentsAt(catalogue, venue)
  const others = catalogue.items.filter(({ department }) => department !== employer)
  const here = others.filter(({ places }) => places?.some((place) => place.venue === venue))
  const seated = others.filter(({ department }) => departments.has(department))
  const from = [here, seated, others].find((items) => items.length >= ITEMS_DRAWN) ?? others
  const left = from.map(({ code }) => code)
  const drawn: string[] = []
  while (drawn.length < ITEMS_DRAWN && left.length > 0) drawn.push(...left.splice(randomInt(left.length), 1))
  return drawn
}

const pick = <T>(from: readonly T[]): T | undefined =>
  from.length === 0 ? undefined : from[randomInt(from.length)]

/** What became of the supervisor's inspections, newest first. */
export async function outcomesOf(context: Context, supervisor: string): Promise<OutcomeList> {
  const rows = await context.db
    .selectFrom('inspections')
    .select(['id', 'status', 'received_at', 'score', 'note', 'due'])
    .where('supervisor', '=', supervisor)
    .orderBy('received_at', 'desc')
    .limit(200)
    .execute()
  return {
    serverTime: context.now().toISOString(),
    outcomes: rows.map(({ id, status, received_at, score, note, due }) => ({
      id,
      status,
      receivedAt: received_at.toISOString(),
      score,
      ...(note === null ? {} : { note }),
      ...(due === null ? {} : { due }),
    })),
  }
}
