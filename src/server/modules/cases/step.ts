/** One step of a case: checked against its events by the domain, appended, and folded, in the caller's transaction. */
import type { CaseConflict } from '#contract/desk/cases'
import { canReopen, overdueWorkdays, type RuleSet } from '#domain/cases/clock'
import { foldCase, isIllegal, nextState } from '#domain/cases/transition'
import type { CaseEvent, CaseState } from '#domain/cases/types'
import { dateInChina } from '#domain/workdays/calendar'
import type { Kysely, Selectable } from 'kysely'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { tellOfStep } from '../notify/case-steps.ts'
import { type Actor, appendStep, insertPhotos, lockCase, readEvents } from './repository.ts'
import { rulesOf, rulesOfAnswer } from './rules.ts'
import type { CaseRow } from './tables.ts'

export interface StepFacts {
  row: Selectable<CaseRow>
  state: CaseState
  rules: RuleSet
  /** ISO instant of the step */
  at: string
}

export interface StepOptions {
  now: Date
  actor: Actor
  /** the operation that brought it, if one did */
  operation?: string
  /** whose step it is, at a desk */
  staff?: string
  /** how many events the caller had seen; `conflict` when there are more by now */
  expected?: number
}

/**
 * Appends the event that `make` builds from the case as it stands, and says the new state and the event's number.
 * Throws `notFound`, `conflict` or `illegalTransition`.
 */
export async function stepCase(
  context: Context,
  db: Kysely<Database>,
  caseId: string,
  make: (facts: StepFacts) => CaseEvent,
  { now, actor, operation, staff, expected }: StepOptions,
): Promise<{ state: CaseState; seq: number; event: CaseEvent }> {
  const row = await lockCase(db, caseId)
  if (!row) throw new HttpError('notFound', 'no such case')
  if (expected !== undefined) await sameEvents(db, row, expected)
  const events = await readEvents(db, caseId)
  const state = foldCase(events)
  const rules = await rulesOf(context, row.region, db, dateInChina(now))
  const event = make({ row, state, rules, at: now.toISOString() })
  const next = nextState(state, event)
  if (isIllegal(next))
    throw new HttpError('illegalTransition', 'the case does not allow this step now', {
      status: state.status,
      step: event.type,
    })
  if (event.type === 'reopen' || event.type === 'close') {
    const open = canReopen(events, event.at, await rulesOfAnswer(context, row.region, events, db))
    if (open !== (event.type === 'reopen'))
      throw new HttpError(
        'illegalTransition',
        open ? 'the citizen may still ask for a second look' : 'the time to ask for a second look is over',
        { status: state.status, step: event.type },
      )
  }
  const seq = events.length + 1
  await appendStep(db, caseId, {
    seq,
    event,
    state: next,
    actor,
    operation: operation ?? null,
    staff: staff ?? null,
    onTime: overdueWorkdays(state.due, dateInChina(event.at)) === 0,
  })
  if (event.type === 'answer' && event.photos) await insertPhotos(db, caseId, seq, event.photos)
  await tellOfStep(db, { ...row, unit: next.unit }, event, seq, now)
  return { state: next, seq, event }
}

/** Throws `conflict`, with what has happened, where the caller has not seen all events of the case. */
export async function sameEvents(
  db: Kysely<Database>,
  { id, event_count }: Pick<Selectable<CaseRow>, 'id' | 'event_count'>,
  expected: number,
): Promise<void> {
  if (expected === event_count) return
  const rows = await db
    .selectFrom('case_events as e')
    .leftJoin('staff as s', 's.id', 'e.staff')
    .select(['e.type', 'e.at', 'e.actor', 's.name'])
    .where('e.case_id', '=', id)
    .where('e.seq', '>', expected)
    .orderBy('e.seq')
    .execute()
  const since = rows.map(({ type, at, actor, name }) => ({ type, at: at.toISOString(), actor, by: name }))
  const details: CaseConflict = { eventCount: event_count, since }
  throw new HttpError('conflict', 'somebody else has gone on with this case', details)
}
