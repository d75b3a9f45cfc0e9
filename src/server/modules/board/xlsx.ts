/** A workbook of the open data: every cell is a value, none a formula, whatever a text begins with. */
import { utils, write } from '@e965/xlsx'
import type { Row } from './csv.ts'

/** The most that a cell of a workbook holds. */
const MOST = 32_767
const CUT = '…（全文见 CSV / whole text in the CSV）'

/** @param sheets rows by the name of their sheet; headers are given, so that an empty sheet has them too */
export function toXlsx(
  sheets: readonly { name: string; headers: readonly string[]; rows: readonly Row[] }[],
): Buffer {
  const book = utils.book_new()
  for (const { name, headers, rows } of sheets) {
    const cells = rows.map((row) =>
      headers.map((header) => {
        const value = row[header] ?? null
        return typeof value === 'string' && value.length > MOST
          ? value.slice(0, MOST - CUT.length) + CUT
          : value
      }),
    )
    // Values given as values are stored as such (`t="s"`): a text that begins with “=” stays a text.
    utils.book_append_sheet(book, utils.aoa_to_sheet([[...headers], ...cells]), name)
  }
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}
