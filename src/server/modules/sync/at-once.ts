/** The short way: operation and effect in one statement that commits by itself. */
import type { OperationResult } from '#contract/sync'
import type { Context } from '../../context.ts'
import { databaseFailure, isContention } from '../../db/failures.ts'
import { anonymous } from '../../http/errors.ts'
import { travelTogether, type Passenger } from './convoy.ts'
import { heldBlobs, operationRow, repeated } from './operations.ts'
import type { Prepared } from './prepare.ts'
import { rowsOf } from './rows.ts'

/**
 * Results in the order of the operations; undefined for each that must take the long way, where it is applied or
 * refused by itself. Nothing was done of those, unless the database was lost on the way: then the long way finds out.
 * Rejects only when the database fails.
 */
export async function applyAtOnce(
  context: Context,
  ready: readonly Prepared[],
  now: Date,
): Promise<(OperationResult | undefined)[]> {
  const passengers = await board(context, ready, now)
  if (passengers.size === 0) return ready.map(() => undefined)
  let mine: ReadonlySet<string>
  try {
    mine = await travelTogether(context, [...passengers.values()])
  } catch (error) {
    if (!isContention(error) && !databaseFailure(error))
      context.log.info(anonymous(error), 'operations go one by one')
    return ready.map(() => undefined)
  }
  const results: (OperationResult | undefined)[] = []
  for (const entry of ready) {
    const { id, attachments } = entry.operation
    if (!passengers.has(entry)) results.push(undefined)
    else if (mine.has(id)) results.push({ id, status: 'applied', attachments, receivedAt: now.toISOString() })
    else results.push(await repeated(context.db, entry))
  }
  return results
}

/** Those whose rows are known and whose photos are there; of one id the first, of one entity none that would overtake. */
async function board(
  context: Context,
  ready: readonly Prepared[],
  now: Date,
): Promise<Map<Prepared, Passenger>> {
  const held = await heldBlobs(
    context.db,
    ready.flatMap(({ operation }) => operation.attachments),
  )
  const aboard = new Map<Prepared, Passenger>()
  const ids = new Set<string>()
  const stayed = new Set<string>()
  for (const entry of ready) {
    const { id, entity, attachments } = entry.operation
    const may = !ids.has(id) && !stayed.has(entity) && attachments.every((sha256) => held.has(sha256))
    const rows = may ? await rowsOf(context, entry, now) : undefined
    ids.add(id)
    if (rows) aboard.set(entry, { row: operationRow(entry, now), rows })
    else stayed.add(entity)
  }
  return aboard
}
