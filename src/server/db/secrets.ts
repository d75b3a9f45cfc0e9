/** Keys of this installation: made on first use, kept in the database, never in the code. */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

export interface SecretTables {
  secrets: { name: string; value: Buffer }
}

const known = new WeakMap<object, Map<string, Buffer>>()

/** The installation's 32-byte key called `name`. Several processes that ask at once get the same one. */
export async function secret(db: Kysely<Database>, name: string): Promise<Buffer> {
  const cache = known.get(db) ?? new Map<string, Buffer>()
  known.set(db, cache)
  const cached = cache.get(name)
  if (cached) return cached
  await db
    .insertInto('secrets')
    .values({ name, value: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { value } = await db
    .selectFrom('secrets')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  cache.set(name, value)
  return value
}
