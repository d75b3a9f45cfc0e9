/** CSV as spreadsheets open it: UTF-8 with a byte order mark, and no cell that is taken for a formula. */

export type Cell = string | number | boolean | null
export type Row = Readonly<Record<string, Cell>>

function csvCell(value: Cell): string {
  const text =
    typeof value === 'string' && /^[=+\-@\t\r]/u.test(value)
      ? `'${value}`
      : value === null
        ? ''
        : String(value)
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Headers are given, or the keys of the first row; all rows have the same. */
export function toCsv(rows: readonly Row[], headers = Object.keys(rows[0] ?? {})): string {
  const lines = [headers, ...rows.map((row) => headers.map((header) => row[header] ?? null))]
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`
}
