/** The mark of the one server of an embedded database: a session-level lock on a connection that does nothing else. */
import type pg from 'pg'
import { LOCKS } from './locks.ts'
import { connect } from './pool.ts'

export class DirectoryInUse extends Error {
  override name = 'DirectoryInUse'
}

/** The connection that holds the lock, or undefined when another server does. */
export async function tryServerLock(url: string): Promise<pg.Client | undefined> {
  const client = await connect(url, 'mingcha-server-lock')
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1::bigint) as got', [
    LOCKS.server,
  ])
  if (rows[0]?.got) return client
  await client.end()
  return undefined
}

/** How many other connections of ours there are: servers and commands. */
export async function othersConnected(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ others: number }>(
    `select count(*) as others from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name like 'mingcha%'`,
  )
  return rows[0]?.others ?? 0
}
