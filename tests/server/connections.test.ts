/** A connection may be cut at any moment, between two statements too: that is a failed request, never a dead server. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseFailure } from '../../src/server/db/failures.ts'
import { connect, openPool } from '../../src/server/db/pool.ts'
import { freshDatabase } from '../support/server.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** Ends the backend, as PostgreSQL itself does when it goes down, and waits until the word has come. */
async function cut(pid: number): Promise<void> {
  const other = await connect(database.url, 'mingcha-test')
  await other.query('select pg_terminate_backend($1, 10000)', [pid])
  await other.end()
  await new Promise((resolve) => setTimeout(resolve, 50))
}

// An 'error' that nobody hears ends the process: the runner reports it as an unhandled error of this file.
describe('a connection that is cut between two statements', () => {
  it('fails the transaction that held it, and the next one gets another', async () => {
    const { db } = openPool(database.url, 'mingcha-test', 1)
    const pidOf = sql<{ pid: number }>`select pg_backend_pid() as pid`
    try {
      const failure = await db
        .transaction()
        .execute(async (transaction) => {
          const { rows } = await pidOf.execute(transaction)
          await cut(rows[0]?.pid ?? 0)
          await sql`select 1`.execute(transaction)
        })
        .catch((error: unknown) => error)
      expect(databaseFailure(failure)).toBe('unavailable')
      expect((await pidOf.execute(db)).rows).toHaveLength(1)
    } finally {
      await db.destroy()
    }
  })

  it('fails what is asked of it when it stands alone', async () => {
    const client = await connect(database.url, 'mingcha-test')
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await cut(rows[0]?.pid ?? 0)
    const failure = await client.query('select 1').catch((error: unknown) => error)
    expect(databaseFailure(failure)).toBe('unavailable')
    await client.end().catch(() => undefined)
  })
})
