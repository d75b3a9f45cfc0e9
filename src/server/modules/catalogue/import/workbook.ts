/** XLSX and old XLS files, and tables of HTML saved under such names. Formulas are never evaluated. */
import { read, utils, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { type Cell, EMPTY_CELL, type Row, type Sheet } from './grid.ts'
import { UnreadableFile } from './report.ts'

/** A sheet wider or longer than this is formatting run wild, or an attack. */
const MAX_ROWS = 200_000
const MAX_COLUMNS = 200

function cellOf(source: CellObject | undefined): Cell {
  if (source === undefined) return EMPTY_CELL
  const stored = source.v
  // a workbook written by a program and never opened has formulas without values
  if (source.f !== undefined && (source.t === 'z' || stored === undefined || stored === '')) {
    return { text: '', oddity: 'formula', raw: `=${source.f}` }
  }
  if (source.t === 'z') return EMPTY_CELL
  if (source.t === 'e') return { text: '', oddity: 'cellError', raw: source.w ?? '#' }
  if (stored instanceof Date) return { text: stored.toISOString().slice(0, 10), oddity: 'date' }
  if (typeof stored === 'boolean') return { text: stored ? '是' : '否' }
  return { text: stored === undefined ? '' : String(stored).replaceAll('\r\n', '\n') }
}

/** The sheet's cells with every merged range filled from its first cell. */
function rowsOf(sheet: WorkSheet): Row[] {
  if (sheet['!ref'] === undefined) return []
  const range = utils.decode_range(sheet['!ref'])
  const lastRow = Math.min(range.e.r, MAX_ROWS)
  const lastColumn = Math.min(range.e.c, MAX_COLUMNS)
  const rows: Row[] = []
  for (let r = 0; r <= lastRow; r++) {
    const cells: Cell[] = []
    for (let c = 0; c <= lastColumn; c++) {
      cells.push(cellOf(sheet[utils.encode_cell({ r, c })] as CellObject | undefined))
    }
    rows.push({ line: r + 1, cells, width: cells.length })
  }
  for (const merge of sheet['!merges'] ?? []) {
    const first = rows[merge.s.r]?.cells[merge.s.c]
    if (!first || first.text === '') continue
    for (let r = merge.s.r; r <= Math.min(merge.e.r, lastRow); r++) {
      for (let c = merge.s.c; c <= Math.min(merge.e.c, lastColumn); c++) {
        const row = rows[r]
        if (row && (r !== merge.s.r || c !== merge.s.c)) row.cells[c] = { ...first, merged: true }
      }
    }
  }
  return rows.filter((row) => row.cells.some((cell) => cell.text.trim() !== '' || cell.oddity !== undefined))
}

/** Reads the visible sheets. Throws `UnreadableFile('brokenWorkbook')` for a cut or foreign file. */
export function readWorkbook(data: Buffer | string): Sheet[] {
  let book: WorkBook
  try {
    book = read(data, {
      type: typeof data === 'string' ? 'string' : 'buffer',
      cellFormula: true,
      // or a formula without a value would be no cell at all
      sheetStubs: true,
      cellHTML: false,
      cellDates: true,
      UTC: true,
      raw: true,
      sheetRows: MAX_ROWS,
    })
  } catch (error) {
    throw new UnreadableFile('brokenWorkbook', error instanceof Error ? error.message : String(error))
  }
  const hidden = new Set(
    (book.Workbook?.Sheets ?? []).flatMap(({ name, Hidden }) => (Hidden && name !== undefined ? [name] : [])),
  )
  return book.SheetNames.filter((name) => !hidden.has(name)).flatMap((name) => {
    const sheet = book.Sheets[name]
    return sheet ? [{ name, rows: rowsOf(sheet) }] : []
  })
}
