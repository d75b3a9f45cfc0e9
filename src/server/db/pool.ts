/** Connections. What PostgreSQL's types become in JavaScript is decided here, for every connection. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'

const INT8 = 20
const DATE = 1082

/** `int8` (counts, sums) as a number; `date` as its ISO text, because a `Date` would drag a time zone in. */
const OURS: Readonly<Record<number, (text: string) => unknown>> = { [INT8]: Number, [DATE]: (text) => text }
const theirs = pg.types.getTypeParser as (id: number, format?: string) => (text: string) => unknown
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: string) => OURS[id] ?? theirs(id, format),
}

export interface Pool {
  db: Kysely<Database>
  pool: pg.Pool
}

/** `name` shows in pg_stat_activity; commands look there for others before they stop the database. */
export function openPool(url: string, name: string, max = 10): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max,
    types,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  })
  // An idle connection that breaks is replaced at the next query.
  pool.on('error', () => undefined)
  pool.on('connect', survive)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  pools.set(db, pool)
  return { db, pool }
}

/**
 * A connection may break between two statements, when no query is there to fail: the next one will. Unheard, the event
 * would end the process.
 */
function survive(client: pg.ClientBase): void {
  client.on('error', () => undefined)
}

const pools = new WeakMap<Kysely<Database>, pg.Pool>()

/**
 * The connections under a database that `openPool` opened: for the few statements that run so often that they are
 * prepared by name, which the query builder cannot do.
 */
export function poolOf(db: Kysely<Database>): pg.Pool {
  const pool = pools.get(db)
  if (!pool) throw new Error('not a database of openPool')
  return pool
}

/** One connection of its own, for a session-level lock. */
export async function connect(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    types,
  })
  survive(client)
  await client.connect()
  return client
}
