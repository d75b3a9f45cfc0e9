/** `/api/v1/desk/ratings` */
import type { FastifyInstance } from 'fastify'
import { deskRatings, type FollowUpStep, type RatingDetail } from '#contract/desk/ratings'
import { callsInFuture, type FollowUpEvent, foldFollowUp, mayFollow } from '#domain/ratings/follow-up'
import { poor } from '#domain/ratings/tags'
import { receiptNumber } from '#domain/receipts/number'
import { may, type StaffMember } from '#domain/staff/roles'
import type { Kysely } from 'kysely'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { deskRoute } from '../../http/desk.ts'
import { HttpError } from '../../http/errors.ts'
import { contactFor } from '../cases/scope.ts'
import { catalogueAtDesk, regionCatalogue, WITHIN_TRANSACTION } from '../cases/subject.ts'
import { staffOf, tellStaff } from '../notify/tell.ts'
import { findRating, listRatings, ratingSummary } from './desk-list.ts'
import { answerCase, appendFollowUp, type By, lockRating, type Rating } from './follow-up.ts'

type Db = Kysely<Database>
const missing = () => new HttpError('notFound', 'no such rating')

async function detail(
  context: Context,
  db: Db,
  staff: StaffMember,
  id: string,
  now: Date,
): Promise<RatingDetail> {
  const listed = await findRating(db, staff, id)
  if (!listed) throw missing()
  const row = await db.selectFrom('ratings').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const catalogue = await regionCatalogue(context, row.region, WITHIN_TRANSACTION)
  const rows = await db
    .selectFrom('rating_events as e')
    .leftJoin('staff as s', 's.id', 'e.staff')
    .select(['e.event', 'e.actor', 's.name'])
    .where('e.rating', '=', id)
    .orderBy('e.seq')
    .execute()
  const state = foldFollowUp(rows.map(({ event }) => event))
  const owner =
    row.follow_up === null
      ? undefined
      : await db
          .selectFrom('cases')
          .select(['id', 'number', 'status'])
          .where('id', '=', row.follow_up)
          .executeTakeFirst()
  const called = owner !== undefined
  const contact = contactFor(staff, row.contact)
  return {
    ...ratingSummary(listed, catalogue, now),
    actualDays: row.actual_days,
    promisedDays: row.promised_days,
    contact,
    contactWithheld: row.contact !== null && contact === null,
    case: owner ?? null,
    steps: rows.map(({ event, actor, name }) => ({ actor, by: name, ...shownStep(event) })),
    revision: rows.length,
    may: {
      contact: called && may(staff, 'rating.followUp') && mayFollow(state, 'contact'),
      settle: called && may(staff, 'rating.followUp') && mayFollow(state, 'remedy'),
      appeal: poor(listed.level) && may(staff, 'rating.appeal') && mayFollow(state, 'appeal'),
      decide: may(staff, 'rating.decideAppeal') && mayFollow(state, 'uphold'),
    },
  }
}

function shownStep(event: FollowUpEvent): Omit<FollowUpStep, 'actor' | 'by'> {
  const { type, at } = event
  switch (event.type) {
    case 'contact': {
      const { how, when, reached, note } = event
      return { type, at, how, when, reached, ...(note === undefined ? {} : { text: note }) }
    }
    case 'rateRemedy': {
      const { level, again, text } = event
      return { type, at, level, again, ...(text === undefined ? {} : { text }) }
    }
    case 'remedy':
    case 'explain':
      return { type, at, text: event.text }
    case 'appeal':
    case 'uphold':
    case 'reject':
      return { type, at, text: event.reason }
  }
}

/** The rating, locked, where it is theirs to see. Throws `notFound`. */
async function locked(db: Db, staff: StaffMember, id: string): Promise<Rating> {
  const seen = await findRating(db, staff, id)
  const row = seen && (await lockRating(db, id))
  if (!row) throw missing()
  return row
}

const byOf = ({ id, role }: StaffMember, now: Date): By => ({ now, actor: role, staff: id })

export function registerRatingRoutes(app: FastifyInstance, context: Context): void {
  deskRoute(app, context, deskRatings.list, async ({ db, staff, query, now }) => {
    const catalogue = await catalogueAtDesk(context, staff.region)
    return listRatings(db, staff, catalogue, {
      list: query.list ?? 'toDo',
      offset: Number(query.offset ?? 0),
      now,
    })
  })
  deskRoute(app, context, deskRatings.detail, ({ db, staff, params: { id }, now }) =>
    detail(context, db, staff, id, now),
  )
  deskRoute(app, context, deskRatings.contact, async ({ db, staff, params: { id }, body, now }) => {
    const rating = await locked(db, staff, id)
    const { revision, note, ...told } = body
    if (callsInFuture(Date.parse(told.when), now.getTime()))
      throw new HttpError('invalid', 'a call cannot have been in the future', {
        problems: [{ path: 'when', message: 'in the future' }],
      })
    const event = { type: 'contact' as const, at: now.toISOString(), ...told }
    await appendFollowUp(
      db,
      rating,
      note === undefined ? event : { ...event, note },
      byOf(staff, now),
      revision,
    )
    return detail(context, db, staff, id, now)
  })
  deskRoute(app, context, deskRatings.settle, async ({ db, staff, params: { id }, body, now }) => {
    const rating = await locked(db, staff, id)
    const { revision, type, text } = body
    await appendFollowUp(db, rating, { type, at: now.toISOString(), text }, byOf(staff, now), revision)
    await answerCase(context, db, rating, text, byOf(staff, now))
    return detail(context, db, staff, id, now)
  })
  deskRoute(app, context, deskRatings.appeal, async ({ db, staff, params: { id }, body, now }) => {
    const rating = await locked(db, staff, id)
    if (!poor(rating.level as 1))
      throw new HttpError('illegalTransition', 'only a poor rating can be appealed')
    const { revision, reason } = body
    await appendFollowUp(
      db,
      rating,
      { type: 'appeal', at: now.toISOString(), reason },
      byOf(staff, now),
      revision,
    )
    await tell(db, rating, 'appeal', await staffOf(db, rating.region, [{ role: 'auditor' }]), now)
    return detail(context, db, staff, id, now)
  })
  deskRoute(app, context, deskRatings.decide, async ({ db, staff, params: { id }, body, now, note }) => {
    const rating = await locked(db, staff, id)
    const { revision, uphold, reason } = body
    const type = uphold ? ('uphold' as const) : ('reject' as const)
    await appendFollowUp(db, rating, { type, at: now.toISOString(), reason }, byOf(staff, now), revision)
    const unit = rating.department === null ? [] : [{ role: 'unit' as const, department: rating.department }]
    await tell(
      db,
      rating,
      'appealDecided',
      await staffOf(db, rating.region, [{ role: 'office' }, ...unit]),
      now,
    )
    note({ details: { uphold } })
    return detail(context, db, staff, id, now)
  })
}

const tell = (db: Db, rating: Rating, kind: 'appeal' | 'appealDecided', staff: string[], now: Date) =>
  tellStaff(db, staff, {
    kind,
    key: `rating:${rating.id}:${kind}`,
    region: rating.region,
    details: {
      ratingId: rating.id,
      number: receiptNumber('rating', rating.id, rating.rated_at.toISOString()),
    },
    at: now,
  })
