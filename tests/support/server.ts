/** A real listening server on a fresh database of the run's one PostgreSQL. */
import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import pg from 'pg'
import { LIMITS, readConfig, type Config } from '../../src/server/config.ts'
import type { Context } from '../../src/server/context.ts'
import { openDatabase } from '../../src/server/db/open.ts'
import { buildServer } from '../../src/server/http/build.ts'
import { createLogger } from '../../src/server/http/logging.ts'
import { seedRules } from '../../src/server/modules/cases/rules.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

export interface TestServer {
  url: string
  context: Context
  /** every line it has logged, down to `debug` */
  logs: string[]
  close: () => Promise<void>
}

export interface TestServerOptions {
  now?: () => Date
  config?: Partial<Config>
  /** a database that the caller made and removes, instead of a fresh one */
  databaseUrl?: string
}

async function administrate(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

let own: { users: number; started: Promise<TestPostgres> } | undefined

/** The run's PostgreSQL; a test file that runs outside such a run starts one for itself while it needs one. */
async function borrowPostgres(): Promise<{ url: string; giveBack: () => Promise<void> }> {
  const shared = inject('postgresUrl') as string | undefined
  if (shared !== undefined) return { url: shared, giveBack: () => Promise.resolve() }
  const mine = (own ??= { users: 0, started: startPostgres() })
  mine.users++
  const postgres = await mine.started
  return {
    url: postgres.url,
    async giveBack() {
      if (--mine.users > 0) return
      own = undefined
      await postgres.stop()
    },
  }
}

/** A new, empty database; `drop` removes it. */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const { url: base, giveBack } = await borrowPostgres()
  const name = `test_${randomBytes(8).toString('hex')}`
  await administrate(base, `create database ${name}`)
  const url = new URL(base)
  url.pathname = `/${name}`
  return {
    url: url.href,
    async drop() {
      await administrate(base, `drop database ${name} with (force)`)
      await giveBack()
    },
  }
}

/** A context on a fresh database, without a server. */
export async function testContext(
  options: TestServerOptions = {},
): Promise<{ context: Context; logs: string[]; close: () => Promise<void> }> {
  const given = options.databaseUrl
  const database = given === undefined ? await freshDatabase() : { url: given, drop: () => Promise.resolve() }
  const config: Config = {
    ...readConfig({ DATABASE_URL: database.url }),
    limits: { ...LIMITS, everything: 1_000_000 },
    ...options.config,
  }
  const { db, close } = await openDatabase(config, 'server')
  const logs: string[] = []
  const context: Context = {
    db,
    config,
    now: options.now ?? (() => new Date()),
    log: createLogger('debug', { write: (line) => void logs.push(line) }),
    databaseKind: 'url',
  }
  await seedRules(db, context.now())
  return {
    context,
    logs,
    async close() {
      await close()
      await database.drop()
    },
  }
}

export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { context, logs, close } = await testContext(options)
  const app = await buildServer(context)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url,
    context,
    logs,
    async close() {
      app.server.closeAllConnections()
      await app.close()
      await close()
    },
  }
}
