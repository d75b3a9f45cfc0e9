/** `rating.submit`: one service, one rating; a poor one with a contact opens a follow-up case. */
import { dueDate } from '#domain/cases/clock'
import type { CaseEvent } from '#domain/cases/types'
import { poor, tagsOfLevel } from '#domain/ratings/tags'
import type { RatingSubmission } from '#domain/ratings/types'
import { receiptNumber } from '#domain/receipts/number'
import { dateInChina } from '#domain/workdays/calendar'
import type { NewRow, NewRows } from '../../db/rows.ts'
import { HttpError } from '../../http/errors.ts'
import { caseRows, isReceiptTaken } from '../cases/repository.ts'
import { rulesOf } from '../cases/rules.ts'
import { promisedWorkdays, regionCatalogue, subjectColumns, WITHIN_TRANSACTION } from '../cases/subject.ts'
import { staffOf, tellStaff } from '../notify/tell.ts'
import { receiptHash } from '../receipts/digest.ts'
import type { Effect } from '../sync/effect.ts'
import { writeRows } from '../sync/write-rows.ts'
import type { RatingRow } from './tables.ts'

/** The row of a rating. Throws `unknownRegion`, `invalid` (tags of another level). */
export async function rowsOfRating(
  { context, now }: Effect,
  rating: RatingSubmission,
  followUp: string | null = null,
): Promise<NewRows> {
  const catalogue = await regionCatalogue(context, rating.region, WITHIN_TRANSACTION)
  if (tagsOfLevel(rating.level, rating.tags).length !== rating.tags.length)
    throw new HttpError('invalid', 'a tag does not belong to this level', {
      problems: [{ path: 'payload.tags', message: 'not of this level, or twice' }],
    })
  const row: NewRow<RatingRow> = {
    id: rating.id,
    region: rating.region,
    subject: rating.subject,
    ...subjectColumns(catalogue, rating.subject),
    case_id: rating.caseId ?? null,
    level: rating.level,
    tags: rating.tags,
    text: rating.text ?? null,
    actual_days: rating.actualDays ?? null,
    promised_days: promisedWorkdays(catalogue, rating.subject.item),
    contact: rating.contact ?? null,
    rated_at: rating.ratedAt,
    received_at: now,
    follow_up: followUp,
  }
  return { ratings: [row] }
}

/** Whether the rating touches nothing but its own row. */
export const standsAlone = (rating: RatingSubmission): boolean =>
  rating.caseId === undefined && !wantsFollowUp(rating)

/** Throws `unknownRegion`, `invalid` (tags of another level), `notFound` (no such case), `conflict` (case rated before). */
export async function fileRating(effect: Effect, rating: RatingSubmission): Promise<void> {
  // First of all, so that what is refused has opened no follow-up.
  const alone = await rowsOfRating(effect, rating)
  if (rating.caseId !== undefined) await checkCase(effect, rating.caseId, rating.region)
  const rows = wantsFollowUp(rating)
    ? await rowsOfRating(effect, rating, await openFollowUp(effect, rating))
    : alone
  await writeRows(effect.db, rows)
}

async function checkCase({ db }: Effect, caseId: string, region: string): Promise<void> {
  // The lock lets two ratings of one case come one after the other.
  const known = await db
    .selectFrom('cases')
    .select('id')
    .where('id', '=', caseId)
    .where('region', '=', region)
    .forUpdate()
    .executeTakeFirst()
  if (!known) throw new HttpError('notFound', 'the rated case is not known here')
  const rated = await db.selectFrom('ratings').select('id').where('case_id', '=', caseId).executeTakeFirst()
  if (rated) throw new HttpError('conflict', 'this case was rated before')
}

/** 差评回访 needs somebody to call back. */
const wantsFollowUp = ({ level, contact }: RatingSubmission): boolean =>
  poor(level) && contact?.phone !== undefined

/** 差评回访. The case bears the rating's own id and number: to whoever filed it the two are one. */
async function openFollowUp({ context, db, now }: Effect, rating: RatingSubmission): Promise<string> {
  const catalogue = await regionCatalogue(context, rating.region, WITHIN_TRANSACTION)
  const { id } = rating
  const at = now.toISOString()
  const number = receiptNumber('rating', id, rating.ratedAt)
  const due = dueDate('poorRatingFollowUp', at, await rulesOf(context, rating.region, db, dateInChina(now)))
  const event: CaseEvent = { type: 'submit', at, due }
  const rows = caseRows(
    {
      id,
      number,
      region: rating.region,
      kind: 'complaint',
      origin: 'rating',
      rating: id,
      subject: rating.subject,
      ...subjectColumns(catalogue, rating.subject),
      text: rating.text ?? '',
      disclosure: null,
      notice: null,
      contact: rating.contact ?? null,
      public: false,
      filed_at: rating.ratedAt,
      received_at: now,
      // Phones of before have no receipt for a rating.
      receipt_hash:
        rating.receiptDigest === undefined ? null : await receiptHash(context.db, rating.receiptDigest),
      due,
    },
    event,
    'system',
    null,
  )
  await writeRows(db, rows).catch((error: unknown) => {
    if (!isReceiptTaken(error)) throw error
    throw new HttpError('invalid', 'this receipt code opens another case already', {
      problems: [{ path: 'receiptDigest', message: 'in use' }],
    })
  })
  await tellStaff(db, await staffOf(db, rating.region, [{ role: 'office' }]), {
    kind: 'poorRating',
    key: `rating:${id}`,
    region: rating.region,
    details: { ratingId: id, caseId: id, number, due },
    at: now,
  })
  return id
}
