/**
 * Rows as JSON, which PostgreSQL unfolds itself: any number of them in one parameter, so that one statement with a
 * fixed text, prepared once a connection, writes one row or a thousand.
 */
import type { ColumnType } from 'kysely'
import type { Database } from './schema.ts'

/** A row to insert, every column named: JSON columns as values, times as `Date` or ISO instant, bytes as `Buffer`. */
export type NewRow<Row> = { [Column in keyof Row]: NewValue<Row[Column]> }
type NewValue<Value> =
  Value extends ColumnType<infer Stored, unknown, unknown>
    ? [Extract<Stored, Date>] extends [never]
      ? Stored
      : Stored | string
    : Value

/** New rows by table. */
export type NewRows = { [Table in keyof Database]?: readonly NewRow<Database[Table]>[] }

/** The rows as the text of a JSON array; bytes are written as PostgreSQL reads them. */
export function asJson(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]: [string, unknown]) => [
          column,
          value instanceof Buffer ? `\\x${value.toString('hex')}` : value,
        ]),
      ),
    ),
  )
}

/**
 * `insert into … select …` of the rows in parameter `$n`. Only the columns that the rows name, so that a server goes on
 * working while a newer one beside it has added some.
 * @param where what must hold of a row `r` for it to be written
 */
export function insertRows(table: keyof Database, [row]: readonly object[], n: number, where = ''): string {
  const names = Object.keys(row ?? {}).map((column) => `"${column}"`)
  const from = `json_populate_recordset(null::"${table}", $${n})`
  return `insert into "${table}" (${names.join(', ')}) select ${names.map((name) => `r.${name}`).join(', ')} from ${from} r${where && ` where ${where}`}`
}
