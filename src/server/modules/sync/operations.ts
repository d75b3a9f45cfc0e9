/** Rows of operations: what is written of one, and how a repeat is answered from it. */
import type { Kysely } from 'kysely'
import type { OperationResult } from '#contract/sync'
import type { Database } from '../../db/schema.ts'
import type { Prepared } from './prepare.ts'

export const operationRow = ({ operation, hash }: Prepared, now: Date) => ({
  id: operation.id,
  type: operation.type,
  entity: operation.entity,
  content_hash: hash,
  attachments: operation.attachments,
  saved_at: operation.savedAt,
  received_at: now,
})

/** The answer to an operation whose row is there: as the first time, or `conflict` where the content is another. */
export async function repeated(
  db: Kysely<Database>,
  { operation: { id }, hash }: Prepared,
): Promise<OperationResult> {
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

/** Which of these photos the server holds. */
export async function heldBlobs(
  db: Kysely<Database>,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db
    .selectFrom('blobs')
    .select('sha256')
    .where('sha256', 'in', [...new Set(hashes)])
    .execute()
  return new Set(rows.map(({ sha256 }) => sha256))
}
