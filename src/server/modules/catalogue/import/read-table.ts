/** Rows of a table to drafts of items: CSV and workbooks alike. */
import { isPlaceholder } from '#domain/catalogue/disclosure'
import type { LimitUnit } from '#domain/catalogue/types'
import { type Field, findLayout, type TableLayout } from './columns.ts'
import { codeProblem, type ItemDraft, MAX_NAME, namesNothing, present, type Reading } from './draft.ts'
import type { Sheet } from './grid.ts'
import { limitsOf } from './limit-columns.ts'
import { type RowRefusal, UnreadableFile } from './report.ts'
import { RowReader } from './row-reader.ts'
import {
  readApplicants,
  readDate,
  readHandling,
  readMaterials,
  readSteps,
  readUrl,
  readWays,
} from './words.ts'

export interface TableOptions {
  /** unit of bare numbers in limit columns whose header states none; without it they stay text */
  limitUnit?: LimitUnit
  /** department of every row where the table has no such column */
  department?: string
  /** an empty department cell means the one above (merged cells exported to CSV) */
  fillDown?: boolean
}

function sourceOf(reader: RowReader) {
  const link = reader.text('sourceUrl')
  const url = link === undefined ? undefined : readUrl(link)
  if (link !== undefined && !url && !isPlaceholder(link))
    reader.notes.flag('source', reader.header('sourceUrl'), 'badUrl', link)
  const name = reader.text('sourceName') ?? (url === undefined ? undefined : new URL(url).hostname)
  if (name === undefined) return undefined
  const date = reader.text('sourceDate')
  return present({ name, url, date: date === undefined ? undefined : readDate(date) })
}

function draftOf(
  reader: RowReader,
  code: string,
  name: string,
  department: string,
  options: TableOptions,
): ItemDraft {
  const { notes } = reader
  const unknownWords = (field: Field, words: readonly string[]) => {
    if (words.length > 0) notes.flag(field, reader.header(field), 'wordUnknown', words.join(' '))
  }
  const ways = readWays(reader.text('ways') ?? '')
  unknownWords('ways', ways.unknown)
  const applicants = readApplicants(reader.text('applicants') ?? '')
  unknownWords('applicants', applicants.unknown)
  const handlingText = reader.text('handling')
  const handling = handlingText === undefined ? undefined : readHandling(handlingText)
  if (handlingText !== undefined && !handling && !isPlaceholder(handlingText))
    unknownWords('handling', [handlingText])
  const visitsText = reader.text('visits')
  const visits = /^([0-9]{1,3})次?$/u.exec((visitsText ?? '').normalize('NFKC'))?.[1]
  if (visitsText !== undefined && visits === undefined && !isPlaceholder(visitsText)) {
    notes.flag('visits', reader.header('visits'), 'notANumber', visitsText)
  }
  const procedure = reader.text('procedure')
  const steps = procedure === undefined ? undefined : readSteps(procedure)
  const fees = reader.text('feeBoth')
  const item: ItemDraft['item'] = {
    code,
    name,
    ...present({ kind: reader.text('kind'), handling }),
    ...(applicants.applicants.length > 0 && { applicants: applicants.applicants }),
    disclosures: present({
      legalBasis: reader.text('legalBasis'),
      conditions: reader.text('conditions'),
      procedure: steps ? undefined : procedure,
      ...limitsOf(reader, options.limitUnit),
      feeBasis: reader.text('feeBasis') ?? fees,
      feeStandard: reader.text('feeStandard') ?? fees,
    }),
    ...present({
      steps,
      materials: readMaterials(reader.text('materials') ?? ''),
      visits: visits === undefined ? undefined : Number(visits),
      consult: reader.text('consult'),
      complaint: reader.text('complaint'),
      result: reader.text('result'),
      source: sourceOf(reader),
    }),
    ...(ways.ways.length > 0 && { ways: ways.ways }),
  }
  const place = present({
    venueName: reader.text('venue'),
    counterName: reader.text('counter'),
    address: reader.text('address'),
    hours: reader.text('hours'),
  })
  return {
    ...(notes.sheet !== undefined && { sheet: notes.sheet }),
    line: notes.line,
    department,
    place,
    item,
    flags: notes.flags,
  }
}

function readRow(
  reader: RowReader,
  department: string | undefined,
  options: TableOptions,
): ItemDraft | RowRefusal {
  const { notes } = reader
  const name = reader.text('name')?.replace(/\s+/gu, ' ')
  if (name === undefined || namesNothing(name))
    return notes.refusal(reader.header('name'), 'nameMissing', name)
  if (name.length > MAX_NAME) return notes.refusal(reader.header('name'), 'nameTooLong', name)
  if (department === undefined) return notes.refusal(reader.header('department'), 'departmentMissing')
  const code = reader.text('code')
  const written = code === undefined || namesNothing(code) ? '' : code
  const problem = codeProblem(written)
  if (problem) return notes.refusal(reader.header('code'), problem, written)
  return draftOf(reader, written, name, department, options)
}

function readRows(sheet: Sheet, layout: TableLayout, options: TableOptions, reading: Reading): void {
  const columns = new Map(layout.columns.map((column) => [column.field, column]))
  const nameColumn = columns.get('name')
  let above: string | undefined
  const rows = sheet.rows.slice(layout.firstData)
  rows.forEach((row, i) => {
    const filled = row.cells.filter((cell) => cell.text.trim() !== '' || cell.oddity)
    // a title across the table, and the header again on each printed page
    if (
      filled.length > 1 &&
      filled.every((cell) => cell.text === filled[0]?.text) &&
      filled.some((cell) => cell.merged)
    )
      return
    if (nameColumn && row.cells[nameColumn.index]?.text.trim() === nameColumn.header.trim()) return
    reading.read += 1
    const reader = new RowReader(row, columns, sheet.name)
    if (row.width > layout.width && row.cells.slice(layout.width).some((cell) => cell.text.trim() !== '')) {
      reading.refused.push(
        reader.notes.refusal(`#${layout.width + 1}`, 'tooManyCells', row.cells[layout.width]?.text),
      )
      return
    }
    if (row.width < layout.width) {
      if (i === rows.length - 1) {
        reading.refused.push(reader.notes.refusal(`#${row.width}`, 'rowCut', row.cells.at(-1)?.text))
        return
      }
      reader.notes.flag('row', `#${row.width}`, 'shortRow')
    }
    const own = columns.has('department') ? reader.text('department') : options.department
    const department = own !== undefined && !namesNothing(own) ? own : options.fillDown ? above : undefined
    above = department ?? above
    const outcome = readRow(reader, department?.replace(/\s+/gu, ''), options)
    if ('reason' in outcome) reading.refused.push(outcome)
    else
      reading.drafts.push({
        ...outcome,
        item: {
          ...outcome.item,
          ...(reader.notes.itemFlags.length > 0 && { flags: reader.notes.itemFlags }),
        },
      })
  })
}

/** Reads every sheet that has a header. Throws `UnreadableFile` where none has, or there is no row below it. */
export function readTable(sheets: readonly Sheet[], options: TableOptions = {}): Reading {
  const reading: Reading = { drafts: [], refused: [], read: 0, ignored: { columns: [], sheets: [] } }
  let found = false
  for (const sheet of sheets) {
    const layout = findLayout(sheet)
    if (!layout) {
      if (sheet.rows.length > 0) reading.ignored.sheets.push(sheet.name ?? '')
      continue
    }
    found = true
    reading.ignored.columns.push(...layout.ignored)
    readRows(sheet, layout, options, reading)
  }
  if (!found) throw new UnreadableFile('noHeader')
  if (reading.read === 0) throw new UnreadableFile('noRows')
  return reading
}
