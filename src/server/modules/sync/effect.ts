/** What every effect of an operation is given: it writes through this transaction or not at all. */
import type { Kysely } from 'kysely'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'

export interface Effect {
  context: Context
  db: Kysely<Database>
  /** when the server took the operation in */
  now: Date
  /** the operation's id */
  operation: string
}
