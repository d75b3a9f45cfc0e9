/** `case.submit`: a citizen's case comes in. */
import { dueDate } from '#domain/cases/clock'
import type { CaseEvent, CaseSubmission } from '#domain/cases/types'
import { receiptNumber } from '#domain/receipts/number'
import { HttpError } from '../../http/errors.ts'
import { receiptHash } from '../receipts/digest.ts'
import type { Effect } from '../sync/effect.ts'
import { insertCase, insertPhotos, isReceiptTaken } from './repository.ts'
import { rulesOf } from './rules.ts'
import { regionCatalogue, subjectColumns, WITHIN_TRANSACTION } from './subject.ts'

/** Throws `unknownRegion`, or `invalid` where the receipt already opens another case. */
export async function fileCase(
  { context, db, now, operation }: Effect,
  filed: CaseSubmission,
): Promise<void> {
  const catalogue = await regionCatalogue(context, filed.region, WITHIN_TRANSACTION)
  const rules = await rulesOf(context, filed.region, db)
  const hash = await receiptHash(context.db, filed.receiptDigest)
  const at = now.toISOString()
  const due = dueDate('accept', at, rules)
  const event: CaseEvent = { type: 'submit', at, due }
  await insertCase(
    db,
    {
      id: filed.id,
      number: receiptNumber(filed.kind, filed.id, filed.filedAt),
      region: filed.region,
      kind: filed.kind,
      origin: 'citizen',
      rating: null,
      subject: JSON.stringify(filed.subject),
      ...subjectColumns(catalogue, filed.subject),
      text: filed.text,
      disclosure: filed.disclosure ? JSON.stringify(filed.disclosure) : null,
      notice: filed.notice ? JSON.stringify(filed.notice) : null,
      contact: filed.contact ? JSON.stringify(filed.contact) : null,
      public: filed.public,
      filed_at: filed.filedAt,
      received_at: now,
      receipt_hash: hash,
      due,
    },
    event,
    'citizen',
    operation,
  ).catch((error: unknown) => {
    if (!isReceiptTaken(error)) throw error
    throw new HttpError('invalid', 'this receipt code opens another case already', {
      problems: [{ path: 'receiptDigest', message: 'in use' }],
    })
  })
  await insertPhotos(
    db,
    filed.id,
    1,
    filed.photos.map(({ sha256 }) => sha256),
  )
}
