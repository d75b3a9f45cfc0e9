/** Photos: taken in once, checked byte for byte. */
import type { Context } from '../../context.ts'
import { inspectImage } from './image.ts'

export async function missingBlobs(
  { db }: Pick<Context, 'db'>,
  hashes: readonly string[],
): Promise<string[]> {
  if (hashes.length === 0) return []
  const rows = await db
    .selectFrom('blobs')
    .select('sha256')
    .where('sha256', 'in', [...new Set(hashes)])
    .execute()
  const held = new Set(rows.map(({ sha256 }) => sha256))
  return [...new Set(hashes)].filter((sha256) => !held.has(sha256))
}

/** Keeps bytes whose hash was checked. Says whether they are new. Throws `notAnImage` or `invalid`. */
export async function storeBlob(context: Context, sha256: string, bytes: Buffer): Promise<boolean> {
  const [missing] = await missingBlobs(context, [sha256])
  if (missing === undefined) return false
  const { type, width, height } = await inspectImage(bytes)
  const result = await context.db
    .insertInto('blobs')
    .values({ sha256, bytes: bytes.length, type, width, height, data: bytes, received_at: context.now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}
