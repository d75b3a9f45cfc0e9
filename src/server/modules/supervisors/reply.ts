/** A supervisor's words to the office's question about their inspection. */
import type { OutcomeList } from '#contract/supervisors'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { stepInspection } from '../inspections/service.ts'
import type { SignedIn } from './auth.ts'
import { outcomesOf } from './visits.ts'

/**
 * Throws `notFound` where the inspection is not theirs, `illegalTransition` where nothing is asked. The same text again
 * (its answer was lost on the way) is answered as the first was.
 */
export async function replyToQuestion(
  context: Context,
  { supervisor }: SignedIn,
  id: string,
  text: string,
): Promise<OutcomeList> {
  await context.db.transaction().execute(async (db) => {
    const own = await db
      .selectFrom('inspections')
      .select('id')
      .where('id', '=', id)
      .where('supervisor', '=', supervisor)
      .forUpdate()
      .executeTakeFirst()
    if (!own) throw new HttpError('notFound', 'no such inspection')
    const last = await db
      .selectFrom('inspection_events')
      .select('event')
      .where('inspection', '=', id)
      .where('type', '=', 'reply')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const asked = await db
      .selectFrom('inspections')
      .select('status')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const repeat = last?.event.type === 'reply' && last.event.text === text
    if (repeat && asked.status !== 'moreRequested') return
    await stepInspection(db, id, ({ at }) => ({ type: 'reply', at, text }), { now: context.now() })
  })
  return outcomesOf(context, supervisor)
}
