/** 并案: cases that follow another take the steps that the desk takes on it, each on its own clock. */
import type { Kysely } from 'kysely'
import { dueDate } from '#domain/cases/clock'
import type { CaseEvent } from '#domain/cases/types'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { stepCase, type StepFacts, type StepOptions } from './step.ts'

/** What is asked of one citizen (`requestMore`) is no question to the others, and their own steps are theirs alone. */
const FOLLOWED: ReadonlySet<CaseEvent['type']> = new Set([
  'accept',
  'decline',
  'assign',
  'transfer',
  'extend',
  'answer',
  'close',
])

/** The same step on a case of another day: its own due date stays its own. */
function alike(event: CaseEvent, { row, state, rules, at }: StepFacts): CaseEvent {
  switch (event.type) {
    case 'accept':
      return { ...event, at, due: dueDate(row.kind, at, rules) }
    case 'assign':
    case 'transfer':
      return { ...event, at, due: state.due ?? event.due }
    default:
      return { ...event, at }
  }
}

/** Takes the step on every case that follows `mainId`; one whose state does not allow it is left as it is. */
export async function takeAlong(
  context: Context,
  db: Kysely<Database>,
  mainId: string,
  event: CaseEvent,
  options: Omit<StepOptions, 'expected'>,
): Promise<void> {
  if (!FOLLOWED.has(event.type)) return
  const followers = await db
    .selectFrom('cases')
    .select('id')
    .where('merged_into', '=', mainId)
    .orderBy('id')
    .execute()
  for (const { id } of followers)
    try {
      await stepCase(context, db, id, (facts) => alike(event, facts), options)
    } catch (error) {
      // Refused before anything was written, so the transaction goes on.
      if (!(error instanceof HttpError) || error.code !== 'illegalTransition') throw error
    }
}
