/** Bookings off the yearly scores, and the scores themselves as anyone may see them. */
import type { Kysely, Selectable } from 'kysely'
import type { ScoreBookingView } from '#contract/desk/inspections'
import type { ScoreTarget, YearlyScores } from '#contract/scores'
import type { Catalogue } from '#domain/catalogue/types'
import {
  bookable,
  type Clause,
  counterBooking,
  type ScoreBooking,
  yearlyScore,
} from '#domain/inspections/yearly-score'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { isUniqueViolation } from '../../db/failures.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { regionCatalogue, WITHIN_TRANSACTION } from '../cases/subject.ts'
import { newId } from '../supervisors/appointments.ts'
import { lockInspection, readEvents, type Inspection } from './service.ts'
import type { ScoreBookingRow } from './tables.ts'

type Db = Kysely<Database>

const toBooking = (row: Selectable<ScoreBookingRow>): ScoreBooking => ({
  id: row.id,
  target: { kind: row.target_kind, id: row.target },
  year: row.year,
  inspection: row.inspection,
  clause: row.clause,
  points: row.points,
  ...(row.reverses !== null && { reverses: row.reverses }),
})

/** The year whose score an inspection counts in: that of its receipt by our clock, in China. */
export const yearOf = ({ received_at }: Pick<Inspection, 'received_at'>): number =>
  Number(dateInChina(received_at).slice(0, 4))

/** Who may be charged: the counter's department, the units told to mend it, and the hall. */
export async function targetsOf(db: Db, row: Inspection, catalogue: Catalogue) {
  const bookings = await db
    .selectFrom('score_bookings')
    .selectAll()
    .where('inspection', '=', row.id)
    .execute()
  const ordered = await db
    .selectFrom('rectifications')
    .select('unit')
    .where('inspection', '=', row.id)
    .execute()
  const units = new Set([
    ...(row.department === null ? [] : [row.department]),
    ...ordered.map(({ unit }) => unit),
  ])
  const targets: ScoreTarget[] = [
    ...[...units].map((id) => ({ kind: 'department' as const, id })),
    { kind: 'venue', id: row.venue },
  ]
  return targets.map((target) => ({
    target,
    name: targetName(catalogue, target),
    left: bookable(
      row.deductions,
      bookings.filter((one) => one.target_kind === target.kind && one.target === target.id),
    ),
  }))
}

const targetName = ({ departments, venues }: Catalogue, { kind, id }: ScoreTarget): string =>
  (kind === 'department' ? departments : venues).find((one) => one.id === id)?.name ?? id

/** Books points by clause. Throws `notFound`, `illegalTransition` (not substantiated), `invalid` (more than was found). */
export async function book(
  context: Context,
  db: Db,
  inspection: string,
  {
    target,
    clauses,
    reason,
  }: { target: ScoreTarget; clauses: readonly { clause: Clause; points: number }[]; reason: string },
  { now, staff }: { now: Date; staff?: string },
): Promise<void> {
  const row = await lockInspection(db, inspection)
  if (!row) throw new HttpError('notFound', 'no such inspection')
  const events = await readEvents(db, inspection)
  if (!events.some(({ type }) => type === 'substantiate'))
    throw new HttpError('illegalTransition', 'points are taken off for what was substantiated', {
      status: row.status,
      step: 'deduct',
    })
  const catalogue = await regionCatalogue(context, row.region, WITHIN_TRANSACTION)
  const found = (await targetsOf(db, row, catalogue)).find(
    (one) => one.target.kind === target.kind && one.target.id === target.id,
  )
  if (!found) throw invalid('target', 'has no part in this inspection')
  const wanted = new Map<Clause, number>()
  for (const { clause, points } of clauses) wanted.set(clause, (wanted.get(clause) ?? 0) + points)
  for (const [clause, points] of wanted)
    if (points > found.left[clause] + 1e-9)
      throw invalid(`clauses.${clause}`, `at most ${found.left[clause]} points were found under this clause`)
  await db
    .insertInto('score_bookings')
    .values(
      [...wanted].map(([clause, points]) => ({
        id: newId(now),
        region: row.region,
        year: yearOf(row),
        target_kind: target.kind,
        target: target.id,
        inspection,
        clause,
        points,
        reason,
        reverses: null,
        at: now,
        staff: staff ?? null,
      })),
    )
    .execute()
}

/** A counter-booking, once. Throws `notFound`, `conflict` or `illegalTransition`. */
export async function reverse(
  db: Db,
  { id, region, reason }: { id: string; region: string; reason: string },
  { now, staff }: { now: Date; staff: string },
): Promise<string> {
  const row = await db
    .selectFrom('score_bookings')
    .selectAll()
    .where('id', '=', id)
    .where('region', '=', region)
    .executeTakeFirst()
  if (!row) throw new HttpError('notFound', 'no such booking')
  const counter = counterBooking(toBooking(row), newId(now))
  if (!counter) throw new HttpError('illegalTransition', 'a counter-booking is not taken back')
  try {
    await db
      .insertInto('score_bookings')
      .values({ ...row, id: counter.id, points: counter.points, reverses: id, reason, at: now, staff })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) throw new HttpError('conflict', 'it was taken back already')
    throw error
  }
  return counter.id
}

/** Bookings as the desk sees them, the newest first. */
export async function bookingViews(
  db: Db,
  catalogue: Catalogue,
  where: { inspection: string } | { region: string; year: number } | { id: string },
): Promise<ScoreBookingView[]> {
  const rows = await db
    .selectFrom('score_bookings as b')
    .leftJoin('staff as s', 's.id', 'b.staff')
    .leftJoin('score_bookings as counter', 'counter.reverses', 'b.id')
    .selectAll('b')
    .select(['s.name as by', 'counter.id as counter'])
    .where((eb) =>
      eb.and(
        'inspection' in where
          ? [eb('b.inspection', '=', where.inspection)]
          : 'id' in where
            ? [eb('b.id', '=', where.id)]
            : [eb('b.region', '=', where.region), eb('b.year', '=', where.year)],
      ),
    )
    .orderBy('b.at', 'desc')
    .orderBy('b.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    target: { kind: row.target_kind, id: row.target },
    targetName: targetName(catalogue, { kind: row.target_kind, id: row.target }),
    year: row.year,
    inspection: row.inspection,
    clause: row.clause,
    points: row.points,
    reason: row.reason,
    by: row.by,
    at: row.at.toISOString(),
    reverses: row.reverses,
    reversed: row.counter !== null,
  }))
}

/** Every department and hall of the region, those with the fewest points first. Throws `unknownRegion`. */
export async function yearlyScores(context: Context, region: string, year: number): Promise<YearlyScores> {
  const catalogue = await regionCatalogue(context, region)
  const rows = await context.db
    .selectFrom('score_bookings')
    .selectAll()
    .where('region', '=', region)
    .where('year', '=', year)
    .execute()
  const scoresOf = (kind: ScoreTarget['kind'], all: readonly { id: string; name: string }[]) =>
    all
      .map(({ id, name }) => ({
        id,
        name,
        ...yearlyScore(rows.filter((row) => row.target_kind === kind && row.target === id)),
      }))
      .sort((a, b) => a.score - b.score || a.name.localeCompare(b.name, 'zh-CN'))
  return {
    year,
    asOf: context.now().toISOString(),
    departments: scoresOf('department', catalogue.departments),
    venues: scoresOf('venue', catalogue.venues),
  }
}

const invalid = (path: string, message: string) =>
  new HttpError('invalid', 'the request is not valid', { problems: [{ path, message }] })
