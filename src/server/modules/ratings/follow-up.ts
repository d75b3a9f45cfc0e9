/** One step of a follow-up: checked by the domain, appended, and folded, in the caller's transaction. */
import type { Kysely, Selectable } from 'kysely'
import { canReopen, dueDate } from '#domain/cases/clock'
import type { CaseEvent } from '#domain/cases/types'
import { poor } from '#domain/ratings/tags'
import { type FollowUpEvent, type FollowUpState, foldFollowUp, nextFollowUp } from '#domain/ratings/follow-up'
import type { RatingLevel } from '#domain/ratings/types'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { type Actor, readEvents } from '../cases/repository.ts'
import { rulesOfAnswer } from '../cases/rules.ts'
import { stepCase } from '../cases/step.ts'
import type { RatingRow } from './tables.ts'

type Db = Kysely<Database>
export type Rating = Selectable<RatingRow>

export interface By {
  now: Date
  actor: 'citizen' | 'office' | 'unit' | 'auditor'
  staff?: string
  operation?: string
}

const illegal = (step: string, status: string) =>
  new HttpError('illegalTransition', 'the follow-up does not allow this step now', { status, step })

/** Locked until the transaction ends: one step at a time. */
export async function lockRating(db: Db, id: string): Promise<Rating | undefined> {
  return db.selectFrom('ratings').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function readFollowUp(db: Db, rating: string): Promise<FollowUpEvent[]> {
  const rows = await db
    .selectFrom('rating_events')
    .select('event')
    .where('rating', '=', rating)
    .orderBy('seq')
    .execute()
  return rows.map(({ event }) => event)
}

/** Appends the event to a locked rating. Throws `conflict` where `revision` is not what is there, `illegalTransition`. */
export async function appendFollowUp(
  db: Db,
  rating: Pick<Rating, 'id' | 'follow_up'>,
  event: FollowUpEvent,
  { now, actor, staff, operation }: By,
  revision?: number,
): Promise<FollowUpState> {
  const events = await readFollowUp(db, rating.id)
  if (revision !== undefined && revision !== events.length)
    throw new HttpError('conflict', 'somebody else has gone on with this rating', { revision: events.length })
  const state = foldFollowUp(events)
  const next = nextFollowUp(state, event)
  if (!next) throw illegal(event.type, state.status)
  const ofAppeal = event.type === 'appeal' || event.type === 'uphold' || event.type === 'reject'
  if (rating.follow_up === null && !ofAppeal) throw illegal(event.type, 'nobody to call')
  await db
    .insertInto('rating_events')
    .values({
      rating: rating.id,
      seq: events.length + 1,
      type: event.type,
      at: now,
      actor,
      staff: staff ?? null,
      event: JSON.stringify(event),
      operation: operation ?? null,
    })
    .execute()
  const fold = {
    event_count: events.length + 1,
    status: next.status,
    appeal: next.appeal,
    remedy_level: next.remedyLevel ?? null,
    changed_at: now,
  }
  await db
    .insertInto('rating_follow_ups')
    .values({ rating: rating.id, ...fold })
    .onConflict((conflict) => conflict.column('rating').doUpdateSet(fold))
    .execute()
  return next
}

/**
 * The case that carries the follow-up's clock goes the way to its answer: taken in, given to the department that was
 * rated, answered. Its due date stays the one of the rating.
 */
export async function answerCase(
  context: Context,
  db: Db,
  { follow_up: caseId, department }: Rating,
  text: string,
  { now, actor, staff }: By,
): Promise<void> {
  if (caseId === null) throw illegal('answer', 'nobody to call')
  const by = { now, actor: actor as Actor, ...(staff === undefined ? {} : { staff }) }
  for (;;) {
    const { state } = await stepCase(
      context,
      db,
      caseId,
      ({ state: { status, due }, at }): CaseEvent => {
        if (status === 'submitted') return { type: 'accept', at, ...(due === undefined ? {} : { due }) }
        if (status !== 'accepted') return { type: 'answer', at, text }
        if (department === null)
          throw new HttpError('invalid', 'the rating names no department: assign its case first', {
            problems: [{ path: 'department', message: 'unknown' }],
          })
        return { type: 'assign', at, unit: department, due: due ?? at.slice(0, 10) }
      },
      by,
    )
    if (state.status === 'answered') return
  }
}

/** What the complainant thinks of the remedy: the case is confirmed, or starts again where it still may. */
export async function rateRemedy(
  context: Context,
  db: Db,
  rating: Rating,
  { level, text }: { level: RatingLevel; text?: string },
  by: By,
): Promise<FollowUpState> {
  const caseId = rating.follow_up
  if (caseId === null) throw illegal('rateRemedy', 'nobody to call')
  const at = by.now.toISOString()
  const events = await readEvents(db, caseId)
  const rules = await rulesOfAnswer(context, rating.region, events, db)
  const again = poor(level) && canReopen(events, at, rules)
  const event: FollowUpEvent = {
    type: 'rateRemedy',
    at,
    level,
    again,
    ...(text === undefined ? {} : { text }),
  }
  const state = await appendFollowUp(db, rating, event, by)
  const options = {
    now: by.now,
    actor: 'citizen' as const,
    ...(by.operation ? { operation: by.operation } : {}),
  }
  if (again)
    await stepCase(
      context,
      db,
      caseId,
      ({ rules: current }) => ({
        type: 'reopen',
        at,
        reason: text ?? '',
        due: dueDate('poorRatingFollowUp', at, current),
      }),
      options,
    )
  else if (!poor(level)) await stepCase(context, db, caseId, () => ({ type: 'confirm', at }), options)
  return state
}
