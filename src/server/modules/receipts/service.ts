/** Opening a case with its receipt code, from any phone. */
import type { CaseView } from '#contract/receipts'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { readPhotos } from '../cases/detail.ts'
import { casePhoto } from '../cases/photos.ts'
import { readEvents } from '../cases/repository.ts'
import { rulesOfAnswer } from '../cases/rules.ts'
import { regionCatalogue } from '../cases/subject.ts'
import { caseView } from '../cases/view.ts'
import { followUpView } from '../ratings/citizen-view.ts'
import { digestOfCode, receiptHash } from './digest.ts'

const unknown = () => new HttpError('unknownReceipt', 'no case opens with this code')

/**
 * The look-up compares keyed hashes in an index: how long it takes says nothing of any code. A code that was mistyped
 * (its check symbol does not fit) and one that never was are answered alike.
 */
export async function openCase(context: Context, typed: string) {
  const digest = digestOfCode(typed)
  if (digest === undefined) throw unknown()
  const hash = await receiptHash(context.db, digest)
  const row = await context.db
    .selectFrom('cases')
    .selectAll()
    .where('receipt_hash', '=', hash)
    .executeTakeFirst()
  if (!row) throw unknown()
  return row
}

/** Throws `unknownReceipt`. */
export async function lookUpCase(context: Context, typed: string): Promise<CaseView> {
  const { db } = context
  const row = await openCase(context, typed)
  const [events, catalogue, photos] = await Promise.all([
    readEvents(db, row.id),
    regionCatalogue(context, row.region),
    readPhotos(db, row.id),
  ])
  const rules = await rulesOfAnswer(context, row.region, events)
  const view = caseView({ row, events, rules, catalogue, photos }, context.now())
  return row.rating === null ? view : { ...view, followUp: await followUpView(db, row.rating) }
}

/** A photo of the case that the code opens. Throws `unknownReceipt` or `notFound`. */
export async function photoOfCase(
  context: Context,
  typed: string,
  sha256: string,
): Promise<{ type: string; data: Buffer }> {
  const { id } = await openCase(context, typed)
  return casePhoto(context.db, id, sha256)
}
