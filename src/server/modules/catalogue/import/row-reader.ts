/** One row of a table, cell by cell. */
import type { LimitUnit } from '#domain/catalogue/types'
import type { Column, Field } from './columns.ts'
import { RowNotes } from './draft.ts'
import type { Row } from './grid.ts'
import { htmlToText, looksLikeHtml } from './html-text.ts'

const LIMIT_FIELDS: ReadonlySet<Field> = new Set(['statutoryLimit', 'promisedLimit', 'limits'])

/** Reads one row's cells by field: clean text, oddities flagged. */
export class RowReader {
  readonly notes: RowNotes
  constructor(
    private readonly row: Row,
    private readonly columns: ReadonlyMap<Field, Column>,
    sheet: string | undefined,
  ) {
    this.notes = new RowNotes(row.line, sheet)
  }

  header(field: Field): string {
    return this.columns.get(field)?.header ?? field
  }

  unit(field: Field): LimitUnit | undefined {
    return this.columns.get(field)?.unit
  }

  /** The cell's text, trimmed, HTML taken off; undefined where it is empty or holds no value. */
  text(field: Field): string | undefined {
    const column = this.columns.get(field)
    const cell = column && this.row.cells[column.index]
    if (!column || !cell) return undefined
    if (cell.oddity === 'formula' || cell.oddity === 'cellError') {
      this.notes.flag(field, column.header, cell.oddity, cell.raw)
      return undefined
    }
    let text = cell.text.replace(/\r\n?/gu, '\n').replaceAll('\u00a0', ' ').trim()
    if (looksLikeHtml(text)) {
      this.notes.flag(field, column.header, 'html', text)
      text = htmlToText(text)
    }
    if (cell.oddity === 'date' && LIMIT_FIELDS.has(field))
      this.notes.flag(field, column.header, 'dateCell', text)
    return text === '' ? undefined : text
  }
}
