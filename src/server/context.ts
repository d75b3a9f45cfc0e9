/** What every part of the server is handed; nothing on the server reaches for a global instead. */
import type { FastifyBaseLogger } from 'fastify'
import type { Kysely } from 'kysely'
import type { Config } from './config.ts'
import type { Database } from './db/schema.ts'

export type Logger = FastifyBaseLogger

export interface Context {
  db: Kysely<Database>
  config: Config
  /** the server's clock, so that tests and the sample district can set it */
  now: () => Date
  log: Logger
  databaseKind: 'embedded' | 'url'
  /** Whether what a supervisor sealed before their appointment ended is taken in: by the office's own hand alone. */
  admitsRevoked?: boolean
}
