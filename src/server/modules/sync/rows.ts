/** Which operations come down to rows that are known beforehand: those need no conversation with the database. */
import type { OperationPayload } from '#contract/sync'
import type { Context } from '../../context.ts'
import type { NewRows } from '../../db/rows.ts'
import { HttpError } from '../../http/errors.ts'
import { rowsOfCase } from '../cases/file.ts'
import { rowsOfRating, standsAlone } from '../ratings/file.ts'
import type { Prepared } from './prepare.ts'

/**
 * The rows of the operation's effect, or undefined where a transaction must look first: at what is there, or at why it
 * is to be refused (a repeat is answered as before, and not refused anew).
 */
export async function rowsOf(
  context: Context,
  { operation }: Prepared,
  now: Date,
): Promise<NewRows | undefined> {
  const effect = { context, db: context.db, now, operation: operation.id }
  try {
    if (operation.type === 'case.submit')
      return await rowsOfCase(effect, operation.payload as OperationPayload<'case.submit'>)
    if (operation.type !== 'rating.submit') return undefined
    const rating = operation.payload as OperationPayload<'rating.submit'>
    return standsAlone(rating) ? await rowsOfRating(effect, rating) : undefined
  } catch (error) {
    if (error instanceof HttpError) return undefined
    throw error
  }
}
