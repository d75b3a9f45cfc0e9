/**
 * Rows as JSON, which PostgreSQL unfolds itself: any number of them in one parameter, so that one statement with a
 * fixed text, prepared once a connection, writes one row or a thousand.
 */
import type { ColumnType } from 'kysely'
import type { Database } from './schema.ts'

/** A row to insert, every column named: JSON columns as values (objects), times as `Date` or ISO instant, bytes as `Buffer`. */
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
export const asJson = (rows: readonly object[]): string => JSON.stringify(rows.map(withBytesAsText))

function withBytesAsText(row: object): object {
  let copy: Record<string, unknown> | undefined
  for (const [column, value] of Object.entries(row))
    if (value instanceof Buffer) (copy ??= { ...row })[column] = `\\x${value.toString('hex')}`
  return copy ?? row
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

/**
 * `insert into … select` of one row as parameters, which are appended to `values`; the driver writes objects as JSON,
 * arrays as PostgreSQL's own, and PostgreSQL takes each parameter for the type of its column.
 */
export function insertRow(table: keyof Database, row: object, values: unknown[]): string {
  const names = Object.keys(row).map((column) => `"${column}"`)
  const parameters = Object.values(row).map((value) => `$${values.push(value)}`)
  return `insert into "${table}" (${names.join(', ')}) select ${parameters.join(', ')}`
}
