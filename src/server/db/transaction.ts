/** Runs work in a transaction: the caller's, where there is one already. */
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

export const inTransaction = <T>(
  db: Kysely<Database>,
  work: (db: Kysely<Database>) => Promise<T>,
): Promise<T> => (db.isTransaction ? work(db) : db.transaction().execute(work))
