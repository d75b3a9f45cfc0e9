/** 随机抽取: draws visits by lot with a recorded seed; nobody is told until the office releases them. */
import { randomBytes } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { VisitPlan } from '#contract/desk/visits'
import type { Catalogue } from '#domain/catalogue/types'
import { type DrawInput, drawVisits } from '#domain/inspections/draw'
import { dateInChina } from '#domain/workdays/calendar'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { tellSupervisor } from '../notify/tell.ts'
import { newId } from './appointments.ts'
import type { VisitPlanRow } from './tables.ts'
import { departmentsAt, drawItems } from './visits.ts'

type Db = Kysely<Database>

export interface PlanWish {
  supervisors?: string[] | undefined
  venues?: string[] | undefined
  groupSize: 1 | 2
  kind: 'announced' | 'covert'
  from: string
  until: string
  seed?: string | undefined
}

/** Draws and keeps the plan with its visits, unreleased. Throws `invalid` or `notFound` (nobody, or no hall, to draw). */
export async function planVisits(
  db: Db,
  catalogue: Catalogue,
  wish: PlanWish,
  { now, staff }: { now: Date; staff?: string },
): Promise<string> {
  const { kind, from, until } = wish
  if (until < from || until < dateInChina(now)) throw invalid('until', 'lies before it can begin')
  const region = catalogue.region.code
  const input = await drawInput(db, catalogue, wish)
  const seed = wish.seed ?? randomBytes(16).toString('hex')
  const result = drawVisits(input, seed)
  const id = newId(now)
  const dates = { kind, from_date: from, until_date: until }
  await db
    .insertInto('visit_plans')
    .values({
      ...{ id, region, seed, ...dates, made_at: now, made_by: staff ?? null },
      input: JSON.stringify(input),
      result: JSON.stringify(result),
    })
    .execute()
  const employers = new Map(input.supervisors.map((one) => [one.id, one.employer]))
  const visits = result.groups.flatMap(({ venue, supervisors }) =>
    supervisors.map((supervisor) => ({
      ...{ id: newId(now), region, supervisor, venue, ...dates, plan: id, created_at: now },
      venue_name: catalogue.venues.find((one) => one.id === venue)?.name ?? venue,
      items: drawItems(catalogue, venue, employers.get(supervisor) ?? null),
      status: 'open' as const,
      drawn: false,
      released_at: null,
    })),
  )
  if (visits.length > 0) await db.insertInto('visits').values(visits).execute()
  return id
}

/** What the lot is drawn over: those in office with a phone, where each was sent last and with whom. */
async function drawInput(db: Db, catalogue: Catalogue, wish: PlanWish): Promise<DrawInput> {
  const region = catalogue.region.code
  const rows = await db
    .selectFrom('supervisors as s')
    .select(['s.id', 's.employer'])
    .where('s.region', '=', region)
    .where('s.revoked_at', 'is', null)
    .where((eb) =>
      eb.exists(eb.selectFrom('devices as d').select('d.id').whereRef('d.supervisor', '=', 's.id')),
    )
    .orderBy('s.id')
    .execute()
  const chosen = rows.filter(({ id }) => wish.supervisors?.includes(id) ?? true)
  if (wish.supervisors && chosen.length < new Set(wish.supervisors).size)
    throw invalid('supervisors', 'not all are in office with an enrolled phone')
  const halls = catalogue.venues.filter(({ id }) => wish.venues?.includes(id) ?? true)
  if (chosen.length === 0)
    throw new HttpError('notFound', 'no supervisor is in office with an enrolled phone')
  if (halls.length === 0) throw new HttpError('notFound', 'no such hall')
  const past = await db
    .selectFrom('visits')
    .select(['supervisor', 'venue', 'plan'])
    .where('region', '=', region)
    .where('cancelled_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return {
    supervisors: chosen.map(({ id, employer }) => {
      const last = past.find(({ supervisor }) => supervisor === id)
      const together = past.filter(
        ({ plan, venue, supervisor }) =>
          plan !== null && plan === last?.plan && venue === last.venue && supervisor !== id,
      )
      return {
        id,
        employer,
        last: last?.venue ?? null,
        partners: together.map(({ supervisor }) => supervisor),
      }
    }),
    venues: halls.map(({ id }) => ({ id, departments: [...departmentsAt(catalogue, id)].sort() })),
    groupSize: wish.groupSize,
  }
}

/** Tells the supervisors of a plan. Throws `notFound`; `conflict` where it was released before. */
export async function releasePlan(db: Db, region: string, id: string, now: Date): Promise<void> {
  const plan = await db
    .selectFrom('visit_plans')
    .select('released_at')
    .where('id', '=', id)
    .where('region', '=', region)
    .forUpdate()
    .executeTakeFirst()
  if (!plan) throw new HttpError('notFound', 'no such plan')
  if (plan.released_at) throw new HttpError('conflict', 'this plan was released before')
  await db.updateTable('visit_plans').set({ released_at: now }).where('id', '=', id).execute()
  const visits = await db
    .updateTable('visits')
    .set({ released_at: now })
    .where('plan', '=', id)
    .where('cancelled_at', 'is', null)
    .returning(['id', 'supervisor'])
    .execute()
  for (const visit of visits)
    await tellSupervisor(db, visit.supervisor, {
      kind: 'visit',
      key: `visit ${visit.id}`,
      region,
      details: {},
      at: now,
    })
}

/** Takes back a visit not made. Throws `notFound`, or `conflict` where it was made, or is a revisit that is waited for. */
export async function cancelVisit(db: Db, region: string, id: string, now: Date): Promise<void> {
  const visit = await db
    .selectFrom('visits')
    .select(['status', 'revisit_of'])
    .where('id', '=', id)
    .where('region', '=', region)
    .where('cancelled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!visit) throw new HttpError('notFound', 'no such visit')
  if (visit.status === 'done' || visit.revisit_of !== null)
    throw new HttpError('conflict', 'it was made, or is a revisit: assign that to somebody else instead')
  await db.updateTable('visits').set({ cancelled_at: now }).where('id', '=', id).execute()
}

/** The region's plans, the newest first, each drawn again to see that the same comes out. */
export async function planViews(db: Db, catalogue: Catalogue, only?: string): Promise<VisitPlan[]> {
  let query = db
    .selectFrom('visit_plans as p')
    .leftJoin('staff as s', 's.id', 'p.made_by')
    .selectAll('p')
    .select('s.name as by')
    .where('p.region', '=', catalogue.region.code)
    .orderBy('p.made_at', 'desc')
    .limit(20)
  if (only !== undefined) query = query.where('p.id', '=', only)
  const rows = await query.execute()
  const names = new Map(
    (
      await db
        .selectFrom('supervisors')
        .select(['id', 'name'])
        .where('region', '=', catalogue.region.code)
        .execute()
    ).map(({ id, name }) => [id, name]),
  )
  return rows.map((row) => planView(row, catalogue, names))
}

function planView(
  { by, ...row }: Selectable<VisitPlanRow> & { by: string | null },
  { venues }: Catalogue,
  names: ReadonlyMap<string, string>,
): VisitPlan {
  const person = (id: string) => ({ id, name: names.get(id) ?? id })
  const again = drawVisits(row.input, row.seed)
  const told = ({ groups, left }: typeof again) =>
    JSON.stringify([groups.map(({ venue, supervisors }) => [venue, supervisors]), left])
  return {
    id: row.id,
    seed: row.seed,
    madeAt: row.made_at.toISOString(),
    by,
    kind: row.kind,
    from: row.from_date,
    until: row.until_date,
    releasedAt: row.released_at?.toISOString() ?? null,
    groups: row.result.groups.map(({ venue, supervisors, again: same }) => ({
      venue: { id: venue, name: venues.find(({ id }) => id === venue)?.name ?? venue },
      supervisors: supervisors.map(person),
      again: same,
    })),
    left: row.result.left.map(person),
    repeats: told(row.result) === told(again),
  }
}

const invalid = (path: string, message: string) =>
  new HttpError('invalid', 'the request is not valid', { problems: [{ path, message }] })
