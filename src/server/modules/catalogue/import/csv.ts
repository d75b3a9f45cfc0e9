/** Comma, semicolon or tab separated text. */
import { CsvError, parse } from 'csv-parse/sync'
import type { Row, Sheet } from './grid.ts'
import { UnreadableFile } from './report.ts'

/** The separator that the first lines use most outside quotes. */
function separatorOf(text: string): string {
  const head = text.slice(0, 4000).replace(/"[^"]*"/gu, '')
  const count = (sign: string) => head.split(sign).length
  return [',', '\t', ';', '，'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** Reads the whole text. Throws `UnreadableFile('openQuote')`, with the line where it opened, for a file cut in a quoted cell. */
export function readCsv(text: string): Sheet {
  const plain = text.replace(/^\ufeff/u, '')
  try {
    const records = parse(plain, {
      delimiter: separatorOf(plain),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    let next = 1
    const rows = records.map(({ record, info }): Row => {
      const line = next
      next = info.lines + 1
      return { line, width: record.length, cells: record.map((cell) => ({ text: cell })) }
    })
    return { rows: rows.filter((row) => row.cells.some((cell) => cell.text.trim() !== '')) }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') throw new UnreadableFile('openQuote', lineOfOpenQuote(plain))
    throw new UnreadableFile('brokenCsv', error.message)
  }
}

/** The line on which the last quote that nothing closes stands. */
function lineOfOpenQuote(text: string): string {
  let line = 1
  let opened = 0
  let quoting = false
  for (const sign of text) {
    if (sign === '"') {
      quoting = !quoting
      if (quoting) opened = line
    } else if (sign === '\n') line += 1
  }
  return String(opened === 0 ? line : opened)
}
