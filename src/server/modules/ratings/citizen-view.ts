/** The follow-up of a poor rating as whoever filed it sees it. */
import type { Kysely } from 'kysely'
import type { CaseView } from '#contract/receipts'
import { foldFollowUp, mayFollow } from '#domain/ratings/follow-up'
import type { Database } from '../../db/schema.ts'
import { readFollowUp } from './follow-up.ts'

export async function followUpView(
  db: Kysely<Database>,
  rating: string,
): Promise<NonNullable<CaseView['followUp']>> {
  const events = await readFollowUp(db, rating)
  const { status, appeal, remedyLevel, ...state } = foldFollowUp(events)
  const called = events.findLast((event) => event.type === 'contact' && event.reached)
  return {
    status,
    appeal,
    ...(called?.type === 'contact' ? { contactedAt: called.when } : {}),
    ...(remedyLevel === undefined ? {} : { remedyLevel }),
    canRate: mayFollow({ status, appeal, ...state }, 'rateRemedy'),
  }
}
