/** Advisory locks: keys of our own in PostgreSQL's lock table. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Any constants will do, as long as no two are alike. */
export const LOCKS = {
  /** held by the one server of an embedded database, for as long as it lives */
  server: 7_300_001,
  migrations: 7_300_002,
  sample: 7_300_003,
} as const

/** Runs `work` while no other process runs one under the same key; the others wait. */
export async function exclusively<DB, T>(
  db: Kysely<DB>,
  key: (typeof LOCKS)[keyof typeof LOCKS],
  work: () => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${key}::bigint)`.execute(connection)
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${key}::bigint)`.execute(connection)
    }
  })
}
