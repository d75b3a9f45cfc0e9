/** Writes the rows of effects: within a transaction that is under way, or with their operations in one statement. */
import { type Kysely, sql } from 'kysely'
import { asJson, insertRow, insertRows, type NewRow, type NewRows } from '../../db/rows.ts'
import type { Database } from '../../db/schema.ts'
import type { OperationRow } from './tables.ts'

/** The column by which a row of an effect names its operation; parents stand before those that refer to them. */
const BELONGS_TO = { cases: 'id', case_events: 'case_id', case_photos: 'case_id', ratings: 'id' } as const
const TABLES = Object.keys(BELONGS_TO) as (keyof typeof BELONGS_TO)[]

/** Writes the rows in this transaction, table by table. */
export async function writeRows(db: Kysely<Database>, rows: NewRows): Promise<void> {
  const full = TABLES.filter((table) => rows[table]?.length)
  if (full.length === 0) return
  // One statement: foreign keys are looked at when it ends.
  const parts = full.map((table) => {
    const given = rows[table] ?? []
    const [before = '', after = ''] = insertRows(table, given, 1).split('$1')
    return sql`${sql.raw(before)}${asJson(given)}${sql.raw(after)}`
  })
  const [last] = parts.splice(-1)
  const named = parts.map((part, n) => sql`${sql.ref(`part_${n}`)} as (${part})`)
  await (named.length > 0 ? sql`with ${sql.join(named)} ${last}` : sql`${last}`).execute(db)
}

export interface Statement {
  /** one for each text, so that PostgreSQL prepares each once a connection */
  name: string
  text: string
  values: unknown[]
}

/**
 * Claims the operations and writes the rows of those that were not there, at once: it commits as a whole or not at all,
 * and returns the ids whose effect was brought about. Operations stand sorted by id, so that two such statements with
 * the same ones wait for each other instead of locking each other out.
 */
export function claimAndWrite(operations: readonly NewRow<OperationRow>[], rows: NewRows): Statement {
  const full = TABLES.filter((table) => rows[table]?.length)
  const [only, ...others] = operations
  // One row each, as nearly always when phones send one by one: plain parameters cost PostgreSQL less than JSON.
  if (only && others.length === 0 && full.every((table) => rows[table]?.length === 1))
    return claimAndWriteOne(only, rows, full)
  const sorted = [...operations].sort((a, b) => (a.id < b.id ? -1 : 1))
  const effects = full.map((table, n) => {
    const mine = `r."${BELONGS_TO[table]}" in (select id from mine)`
    return `, part_${n} as (${insertRows(table, rows[table] ?? [], n + 2, mine)})`
  })
  const claim = `${insertRows('operations', sorted, 1)} on conflict do nothing returning id`
  return {
    name: ['claim', ...full].join('+'),
    text: `with mine as (${claim})${effects.join('')} select id from mine`,
    values: [asJson(sorted), ...full.map((table) => asJson(rows[table] ?? []))],
  }
}

function claimAndWriteOne(
  operation: NewRow<OperationRow>,
  rows: NewRows,
  full: readonly (keyof typeof BELONGS_TO)[],
): Statement {
  const values: unknown[] = []
  const claim = `${insertRow('operations', operation, values)} on conflict do nothing returning id`
  const effects = full.map((table, n) => {
    const [row = {}] = rows[table] ?? []
    return `, part_${n} as (${insertRow(table, row, values)} from mine)`
  })
  return {
    name: ['claim one', ...full].join('+'),
    text: `with mine as (${claim})${effects.join('')} select id from mine`,
    values,
  }
}
