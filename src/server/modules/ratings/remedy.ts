/** `rating.remedy`: the complainant rates what the desk made of their poor rating; their receipt proves that it is theirs. */
import { timingSafeEqual } from 'node:crypto'
import type { OperationPayload } from '#contract/sync'
import { HttpError } from '../../http/errors.ts'
import { receiptHash } from '../receipts/digest.ts'
import type { Effect } from '../sync/effect.ts'
import { lockRating, rateRemedy } from './follow-up.ts'

/** Throws `unknownReceipt` (whether the rating or the receipt is unknown is not told), or `illegalTransition`. */
export async function fileRemedyRating(
  { context, db, now, operation }: Effect,
  { rating: id, receiptDigest, level, text }: OperationPayload<'rating.remedy'>,
): Promise<void> {
  const given = await receiptHash(context.db, receiptDigest)
  const rating = await lockRating(db, id)
  const row = await db
    .selectFrom('cases')
    .select('receipt_hash')
    .where('id', '=', rating?.follow_up ?? id)
    .executeTakeFirst()
  if (!rating || !row?.receipt_hash || !timingSafeEqual(row.receipt_hash, given))
    throw new HttpError('unknownReceipt', 'no rating opens with this receipt')
  const rated = { level, ...(text === undefined ? {} : { text }) }
  await rateRemedy(context, db, rating, rated, { now, actor: 'citizen', operation })
}
