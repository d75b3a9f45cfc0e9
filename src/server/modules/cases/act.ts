/** `case.act`: a citizen's own step; the receipt's digest proves that it is theirs. */
import { timingSafeEqual } from 'node:crypto'
import { dueDate } from '#domain/cases/clock'
import type { CaseEvent, CitizenAction } from '#domain/cases/types'
import { HttpError } from '../../http/errors.ts'
import { receiptHash } from '../receipts/digest.ts'
import type { Effect } from '../sync/effect.ts'
import { insertPhotos } from './repository.ts'
import { stepCase, type StepFacts } from './step.ts'

interface CaseAct {
  caseId: string
  receiptDigest: string
  action: CitizenAction
}

/** Throws `unknownReceipt` (whether the case or the receipt is unknown is not told), or `illegalTransition`. */
export async function actOnCase({ context, db, now, operation }: Effect, act: CaseAct): Promise<void> {
  const given = await receiptHash(context.db, act.receiptDigest)
  const row = await db
    .selectFrom('cases')
    .select('receipt_hash')
    .where('id', '=', act.caseId)
    .executeTakeFirst()
  if (!row?.receipt_hash || !timingSafeEqual(row.receipt_hash, given))
    throw new HttpError('unknownReceipt', 'no case opens with this receipt')
  const { seq } = await stepCase(context, db, act.caseId, (facts) => eventOf(act.action, facts), {
    now,
    actor: 'citizen',
    operation,
  })
  if (act.action.type === 'supply') await insertPhotos(db, act.caseId, seq, act.action.photos)
}

function eventOf(action: CitizenAction, { row, rules, at }: StepFacts): CaseEvent {
  if (action.type !== 'reopen') return { ...action, at }
  return { ...action, at, due: dueDate(row.kind, at, rules) }
}
