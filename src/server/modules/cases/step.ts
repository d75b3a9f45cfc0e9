/** One step of a case: checked against its events by the domain, appended, and folded, in the caller's transaction. */
import { canReopen, overdueWorkdays, type RuleSet } from '#domain/cases/clock'
import { foldCase, isIllegal, nextState } from '#domain/cases/transition'
import type { CaseEvent, CaseState } from '#domain/cases/types'
import { dateInChina } from '#domain/workdays/calendar'
import type { Kysely, Selectable } from 'kysely'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { type Actor, appendStep, lockCase, readEvents } from './repository.ts'
import { rulesOf } from './rules.ts'
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
  { now, actor, operation, expected }: StepOptions,
): Promise<{ state: CaseState; seq: number }> {
  const row = await lockCase(db, caseId)
  if (!row) throw new HttpError('notFound', 'no such case')
  if (expected !== undefined && expected !== row.event_count)
    throw new HttpError('conflict', 'somebody else has gone on with this case', { events: row.event_count })
  const events = await readEvents(db, caseId)
  const state = foldCase(events)
  const rules = await rulesOf(context, row.region, db)
  const event = make({ row, state, rules, at: now.toISOString() })
  const next = nextState(state, event)
  if (isIllegal(next))
    throw new HttpError('illegalTransition', 'the case does not allow this step now', {
      status: state.status,
      step: event.type,
    })
  if (event.type === 'reopen' && !canReopen(events, event.at, rules))
    throw new HttpError('illegalTransition', 'the time to ask for a second look is over', {
      status: state.status,
      step: event.type,
    })
  const seq = events.length + 1
  await appendStep(db, caseId, {
    seq,
    event,
    state: next,
    actor,
    operation: operation ?? null,
    onTime: overdueWorkdays(state.due, dateInChina(event.at)) === 0,
  })
  return { state: next, seq }
}
