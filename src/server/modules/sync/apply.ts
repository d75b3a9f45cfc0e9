/**
 * Exactly once: the operation's row and its effect stand in one transaction. Whoever inserts the row has the right to
 * the effect; whoever finds it there answers as the first did, or `conflict` where the content is another.
 * Refusals leave no row, so that a corrected operation may come under the same id.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Operation, OperationResult } from '#contract/sync'
import type { Context } from '../../context.ts'
import { databaseFailure, isContention } from '../../db/failures.ts'
import type { Database } from '../../db/schema.ts'
import { anonymous, HttpError } from '../../http/errors.ts'
import { metricsOf } from '../../http/metrics.ts'
import { bringAbout } from './effects.ts'
import { contentHash, prepare, refused, type Prepared } from './prepare.ts'

/** One operation in a transaction of its own. Rejects only when the database fails; then nothing was done. */
export async function applyOperation(
  context: Context,
  operation: Operation,
  now: Date,
): Promise<OperationResult> {
  const hash = contentHash(operation.type, operation.payload, operation.attachments)
  return applyAlone(context, { operation, hash }, now)
}

/**
 * A batch in one transaction, and so with one flush to disk, each operation within a savepoint. Where that does not
 * commit, one by one. Results stand in the order of the operations.
 */
export async function applyBatch(
  context: Context,
  batch: readonly unknown[],
  now: Date,
): Promise<OperationResult[]> {
  const prepared = batch.map(prepare)
  const ready = prepared.filter((entry): entry is Prepared => 'operation' in entry)
  const applied =
    ready.length > 1 ? await applyTogether(context, ready, now) : await applyEach(context, ready, now)
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
      const held = await heldBlobs(
        db,
        ready.flatMap(({ operation }) => operation.attachments),
      )
      const results: OperationResult[] = []
      for (const entry of ready) {
        await sql`savepoint operation`.execute(db)
        try {
          results.push(await applyWithin(context, db, entry, held, now))
          await sql`release savepoint operation`.execute(db)
        } catch (error) {
          if (isContention(error) || databaseFailure(error)) throw error
          await sql`rollback to savepoint operation`.execute(db)
          results.push(refusal(context, entry, error))
        }
      }
      return results
    })
  } catch (error) {
    if (!isContention(error) && !databaseFailure(error))
      context.log.warn(anonymous(error), 'batch did not commit')
    return applyEach(context, ready, now)
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
        const held = await heldBlobs(db, entry.operation.attachments)
        return applyWithin(context, db, entry, held, now)
      })
    } catch (error) {
      if (isContention(error) && attempt < ATTEMPTS) continue
      if (databaseFailure(error)) throw error
      return refusal(context, entry, error)
    }
  }
}

async function applyWithin(
  context: Context,
  db: Transaction<Database>,
  { operation, hash }: Prepared,
  held: ReadonlySet<string>,
  now: Date,
): Promise<OperationResult> {
  const { id, type, entity, savedAt, attachments } = operation
  const mine = await db
    .insertInto('operations')
    .values({ id, type, entity, content_hash: hash, attachments, saved_at: savedAt, received_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  // A concurrent twin made us wait until it committed; if it rolled back, the row is ours.
  if (mine.numInsertedOrUpdatedRows === 0n) return repeated(db, id, hash)

  const missing = attachments.filter((sha256) => !held.has(sha256))
  if (missing.length > 0)
    throw new HttpError('blobsMissing', 'photos of this operation have not arrived', { missing })
  await bringAbout({ context, db, now, operation: id }, operation)
  return { id, status: 'applied', attachments, receivedAt: now.toISOString() }
}

async function repeated(db: Kysely<Database>, id: string, hash: string): Promise<OperationResult> {
  const { content_hash, attachments, received_at } = await db
    .selectFrom('operations')
    .select(['content_hash', 'attachments', 'received_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (content_hash !== hash)
    return {
      id,
      status: 'conflict',
      code: 'idReused',
      message: 'another operation with this id was taken in before',
    }
  return { id, status: 'duplicate', attachments, receivedAt: received_at.toISOString() }
}

function refusal(context: Context, { operation: { id, type } }: Prepared, error: unknown): OperationResult {
  if (error instanceof HttpError) return refused(id, error.code, error.message, error.details)
  context.log.error({ type, ...anonymous(error) }, 'operation failed')
  return refused(id, 'internal', 'something went wrong on the server')
}

async function heldBlobs(db: Kysely<Database>, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db
    .selectFrom('blobs')
    .select('sha256')
    .where('sha256', 'in', [...new Set(hashes)])
    .execute()
  return new Set(rows.map(({ sha256 }) => sha256))
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
