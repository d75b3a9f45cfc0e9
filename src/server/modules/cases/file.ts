/** `case.submit`: a citizen's case comes in. */
import { dueDate } from '#domain/cases/clock'
import type { CaseEvent, CaseSubmission } from '#domain/cases/types'
import { dateInChina } from '#domain/workdays/calendar'
import { receiptNumber } from '#domain/receipts/number'
import type { NewRows } from '../../db/rows.ts'
import { HttpError } from '../../http/errors.ts'
import { receiptHash } from '../receipts/digest.ts'
import type { Effect } from '../sync/effect.ts'
import { writeRows } from '../sync/write-rows.ts'
import { caseRows, isReceiptTaken, photoRows } from './repository.ts'
import { rulesOf } from './rules.ts'
import { regionCatalogue, subjectColumns, WITHIN_TRANSACTION } from './subject.ts'

/** The rows of a case as filed. Throws `unknownRegion`. */
export async function rowsOfCase(
  { context, db, now, operation }: Effect,
  filed: CaseSubmission,
): Promise<NewRows> {
  const catalogue = await regionCatalogue(context, filed.region, WITHIN_TRANSACTION)
  const rules = await rulesOf(context, filed.region, db, dateInChina(now))
  const hash = await receiptHash(context.db, filed.receiptDigest)
  const at = now.toISOString()
  const due = dueDate('accept', at, rules)
  const event: CaseEvent = { type: 'submit', at, due }
  const rows = caseRows(
    {
      id: filed.id,
      number: receiptNumber(filed.kind, filed.id, filed.filedAt),
      region: filed.region,
      kind: filed.kind,
      origin: 'citizen',
      rating: null,
      subject: filed.subject,
      ...subjectColumns(catalogue, filed.subject),
      text: filed.text,
      disclosure: filed.disclosure ?? null,
      notice: filed.notice ?? null,
      contact: filed.contact ?? null,
      public: filed.public,
      filed_at: filed.filedAt,
      received_at: now,
      receipt_hash: hash,
      due,
    },
    event,
    'citizen',
    operation,
  )
  const photos = filed.photos.map(({ sha256 }) => sha256)
  return { ...rows, case_photos: photoRows(filed.id, 1, photos) }
}

/** Throws `unknownRegion`, or `invalid` where the receipt already opens another case. */
export async function fileCase(effect: Effect, filed: CaseSubmission): Promise<void> {
  await writeRows(effect.db, await rowsOfCase(effect, filed)).catch((error: unknown) => {
    if (!isReceiptTaken(error)) throw error
    throw new HttpError('invalid', 'this receipt code opens another case already', {
      problems: [{ path: 'receiptDigest', message: 'in use' }],
    })
  })
}
