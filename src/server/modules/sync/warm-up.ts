/**
 * Reads what effects will need before their transaction begins. Within it they must not ask for a second connection:
 * as many transactions as the pool has connections would wait for each other.
 */
import type { OperationPayload } from '#contract/sync'
import { openJws } from '#domain/inspections/jws'
import type { Context } from '../../context.ts'
import { secret } from '../../db/secrets.ts'
import { HttpError } from '../../http/errors.ts'
import { regionCatalogue } from '../cases/subject.ts'
import { RECEIPT_KEY } from '../receipts/digest.ts'
import type { Prepared } from './prepare.ts'

/** Rejects only when the database fails; an unknown region is the operation's own affair. */
export async function warmUp(context: Context, entries: readonly Prepared[]): Promise<void> {
  const regions = new Set(entries.flatMap(({ operation }) => regionOf(operation.payload) ?? []))
  await secret(context.db, RECEIPT_KEY)
  for (const region of regions)
    await regionCatalogue(context, region).catch((error: unknown) => {
      if (!(error instanceof HttpError)) throw error
    })
}

function regionOf(payload: OperationPayload): string | undefined {
  if ('region' in payload) return payload.region
  if (!('jws' in payload)) return undefined
  const opened = openJws(payload.jws)
  const region = 'invalid' in opened ? undefined : (opened.payload as { region?: unknown } | null)?.region
  return typeof region === 'string' ? region : undefined
}
