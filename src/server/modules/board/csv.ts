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

/** Headers are the keys of the first row; all rows have the same. */
export function toCsv(rows: readonly Row[]): string {
  const [first] = rows
  if (!first) return '\ufeff'
  const lines = [Object.keys(first), ...rows.map((row) => Object.values(row))]
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`
}
