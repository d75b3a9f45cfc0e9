/** Rows of a table to drafts of items: CSV and workbooks alike. */
import { sameData } from '#domain/catalogue/delta'
import { isPlaceholder } from '#domain/catalogue/disclosure'
import { parseLimit, parseLimits, limitText } from '#domain/catalogue/limits'
import type { DisclosedLimit, LimitUnit } from '#domain/catalogue/types'
import { type Column, type Field, findLayout, type TableLayout } from './columns.ts'
import {
  codeProblem,
  type ItemDraft,
  MAX_NAME,
  namesNothing,
  present,
  type Reading,
  RowNotes,
} from './draft.ts'
import type { Row, Sheet } from './grid.ts'
import { htmlToText, looksLikeHtml } from './html-text.ts'
import { type RowRefusal, UnreadableFile } from './report.ts'
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

const LIMIT_FIELDS: ReadonlySet<Field> = new Set(['statutoryLimit', 'promisedLimit', 'limits'])

/** Reads one row's cells by field: clean text, oddities flagged. */
class RowReader {
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

function unitFromCell(text: string | undefined): LimitUnit | undefined {
  if (text === undefined) return undefined
  if (/^个?工作[日天]$/u.test(text)) return 'workday'
  if (/^(?:自然)?[日天]$/u.test(text)) return 'day'
  return /^(?:当场|即办)/u.test(text) ? 'onTheSpot' : undefined
}

/** One limit column: the words, or the number in the unit of its header, its unit column, or the caller. */
function limitOf(
  reader: RowReader,
  field: 'statutoryLimit' | 'promisedLimit',
  options: TableOptions,
): DisclosedLimit | undefined {
  const text = reader.text(field)
  if (text === undefined) return undefined
  const unitText = reader.text(field === 'statutoryLimit' ? 'statutoryUnit' : 'promisedUnit')
  const unit = unitFromCell(unitText) ?? reader.unit(field) ?? options.limitUnit
  const bare = /^[0-9０-９]+$/u.test(text)
  if (bare && unitText !== undefined && unitFromCell(unitText) === undefined) {
    return { text: `${text}${unitText}` }
  }
  const read =
    unit === 'onTheSpot' && Number(text) === 0 ? { text, limit: { amount: 0, unit } } : parseLimit(text, unit)
  return bare && read.limit ? { text: limitText(read.limit), limit: read.limit } : read
}

function limitsOf(
  reader: RowReader,
  options: TableOptions,
): { statutoryLimit?: DisclosedLimit; promisedLimit?: DisclosedLimit } {
  const own = {
    statutory: limitOf(reader, 'statutoryLimit', options),
    promised: limitOf(reader, 'promisedLimit', options),
  }
  // a cell that holds both sides, in whichever column it stands
  for (const side of ['statutory', 'promised'] as const) {
    const cell = own[side]
    if (!cell || cell.limit) continue
    const both = parseLimits(cell.text)
    if (!both.statutory || !both.promised) continue
    const other = side === 'statutory' ? 'promised' : 'statutory'
    const theirs = own[other]?.limit
    const stated = both[other]
    if (theirs && !sameData(theirs, stated?.limit)) {
      reader.notes.flag(`${other}Limit`, reader.header(`${side}Limit`), 'limitContradicts', cell.text)
    } else own[other] = stated
    own[side] = both[side]
  }
  const shared = reader.text('limits')
  if (shared !== undefined) {
    const both = parseLimits(shared)
    own.statutory ??= both.statutory
    if (both.promised) own.promised ??= both.promised
    else if (!own.promised && !both.statutory) {
      own.promised = { text: shared }
      if (!isPlaceholder(shared))
        reader.notes.flag('promisedLimit', reader.header('limits'), 'limitUnlabelled', shared)
    }
  }
  for (const side of ['statutory', 'promised'] as const) {
    const limit = own[side]
    if (!limit || limit.limit || isPlaceholder(limit.text) || limit.text === shared) continue
    reader.notes.flag(`${side}Limit`, reader.header(`${side}Limit`), 'limitNotUnderstood', limit.text)
  }
  return present({ statutoryLimit: own.statutory, promisedLimit: own.promised })
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
      ...limitsOf(reader, options),
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
