/**
 * Exactly once: the operation's row and its effect stand in one transaction. Whoever inserts the row has the right to
 * the effect; whoever finds it there answers as the first did, or `conflict` where the content is another.
 * Refusals leave no row, so that a corrected operation may come under the same id.
 *
 * What is filed (nearly everything) needs one statement (`at-once.ts`); whatever must look first, or did not go
 * through there, takes the long way: here.
 */
import { sql, type Transaction } from 'kysely'
import type { Operation, OperationResult } from '#contract/sync'
import type { Context } from '../../context.ts'
import { databaseFailure, isContention } from '../../db/failures.ts'
import type { Database } from '../../db/schema.ts'
import { anonymous, HttpError } from '../../http/errors.ts'
import { metricsOf } from '../../http/metrics.ts'
import { applyAtOnce } from './at-once.ts'
import { bringAbout } from './effects.ts'
import { heldBlobs, operationRow, repeated } from './operations.ts'
import { contentHash, prepare, refused, type Prepared } from './prepare.ts'
import { warmUp } from './warm-up.ts'

/** One operation in a transaction of its own. Rejects only when the database fails; then nothing was done. */
export async function applyOperation(
  context: Context,
  operation: Operation,
  now: Date,
): Promise<OperationResult> {
  const hash = contentHash(operation.type, operation.payload, operation.attachments)
  const entry = { operation, hash }
  await warmUp(context, [entry])
  const [result] = await applyAtOnce(context, [entry], now)
  return result ?? applyAlone(context, entry, now)
}

/**
 * A batch: what can be brought about at once, then the rest in one transaction, and so with one flush to disk, each
 * within a savepoint. Where that does not commit, one by one. Results stand in the order of the operations.
 */
export async function applyBatch(
  context: Context,
  batch: readonly unknown[],
  now: Date,
): Promise<OperationResult[]> {
  const prepared = batch.map(prepare)
  const ready = prepared.filter((entry): entry is Prepared => 'operation' in entry)
  await warmUp(context, ready)
  const atOnce = await applyAtOnce(context, ready, now)
  const rest = ready.filter((_, index) => !atOnce[index])
  const later =
    rest.length > 1 ? await applyTogether(context, rest, now) : await applyEach(context, rest, now)
  const applied = atOnce.map((result) => result ?? later.shift())
  let next = 0
  const results = prepared.map((entry) =>
    'operation' in entry ? (applied[next++] ?? refused(entry.operation.id, 'internal', 'no result')) : entry,
  )
  count(context, prepared, results)
  return results
}

async function applyTogether(
  context: Context,
  ready: readonly Prepared[],
  now: Date,
): Promise<OperationResult[]> {
  try {
    return await context.db.transaction().execute(async (db) => {
      const mine = await claim(db, ready, now)
      const held = await heldBlobs(
        db,
        ready.flatMap(({ operation }) => operation.attachments),
      )
      const results: OperationResult[] = []
      const given = new Set<string>()
      for (const entry of ready) {
        const { id } = entry.operation
        if (given.has(id))
          results.push(refused(id, 'conflict', 'this id stands in the batch before, and was refused'))
        else if (mine.has(id)) {
          const result = await withinSavepoint(context, db, entry, held, now)
          results.push(result)
          mine.delete(id)
          if (result.status !== 'applied') given.add(id)
        } else results.push(await repeated(db, entry))
      }
      if (given.size > 0)
        await db
          .deleteFrom('operations')
          .where('id', 'in', [...given])
          .execute()
      return results
    })
  } catch (error) {
    if (!isContention(error) && !databaseFailure(error))
      context.log.warn(anonymous(error), 'batch did not commit')
    return applyEach(context, ready, now)
  }
}

/**
 * The ids that are ours to bring about. In one statement and sorted, so that two batches with the same operations wait
 * for each other instead of locking each other out.
 */
async function claim(
  db: Transaction<Database>,
  entries: readonly Prepared[],
  now: Date,
): Promise<Set<string>> {
  const rows = entries.map((entry) => operationRow(entry, now)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const claimed = await db
    .insertInto('operations')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return new Set(claimed.map(({ id }) => id))
}

async function withinSavepoint(
  context: Context,
  db: Transaction<Database>,
  entry: Prepared,
  held: ReadonlySet<string>,
  now: Date,
): Promise<OperationResult> {
  await sql`savepoint operation`.execute(db)
  try {
    const result = await effectOf(context, db, entry, held, now)
    await sql`release savepoint operation`.execute(db)
    return result
  } catch (error) {
    if (isContention(error) || databaseFailure(error)) throw error
    await sql`rollback to savepoint operation`.execute(db)
    return refusal(context, entry, error)
  }
}

async function applyEach(
  context: Context,
  ready: readonly Prepared[],
  now: Date,
): Promise<OperationResult[]> {
  const results: OperationResult[] = []
  for (const entry of ready) results.push(await applyAlone(context, entry, now))
  return results
}

const ATTEMPTS = 5

async function applyAlone(context: Context, entry: Prepared, now: Date): Promise<OperationResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await context.db.transaction().execute(async (db) => {
        // A concurrent twin makes us wait until it commits; if it rolls back, the row is ours.
        const mine = await claim(db, [entry], now)
        if (mine.size === 0) return repeated(db, entry)
        const held = await heldBlobs(db, entry.operation.attachments)
        return effectOf(context, db, entry, held, now)
      })
    } catch (error) {
      if (isContention(error) && attempt < ATTEMPTS) continue
      if (databaseFailure(error)) throw error
      return refusal(context, entry, error)
    }
  }
}

/** Throws to refuse. */
async function effectOf(
  context: Context,
  db: Transaction<Database>,
  { operation }: Prepared,
  held: ReadonlySet<string>,
  now: Date,
): Promise<OperationResult> {
  const { id, attachments } = operation
  const missing = attachments.filter((sha256) => !held.has(sha256))
  if (missing.length > 0)
    throw new HttpError('blobsMissing', 'photos of this operation have not arrived', { missing })
  await bringAbout({ context, db, now, operation: id }, operation)
  return { id, status: 'applied', attachments, receivedAt: now.toISOString() }
}

function refusal(context: Context, { operation: { id, type } }: Prepared, error: unknown): OperationResult {
  if (error instanceof HttpError) return refused(id, error.code, error.message, error.details)
  context.log.error({ type, ...anonymous(error) }, 'operation failed')
  return refused(id, 'internal', 'something went wrong on the server')
}

function count(
  context: Context,
  prepared: readonly (Prepared | OperationResult)[],
  results: OperationResult[],
): void {
  const { operations } = metricsOf(context)
  results.forEach((result, index) => {
    const entry = prepared[index]
    const type = entry && 'operation' in entry ? entry.operation.type : 'unknown'
    operations.inc({ type, status: result.status, code: 'code' in result ? result.code : '' })
  })
}
