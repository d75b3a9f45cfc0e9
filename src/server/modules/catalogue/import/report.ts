/**
 * The import report, as `--report` writes it and `import_reports` keeps it. In its `line` and `column`: of a table the
 * line of the file (first is 1) and the header of the column; of JSON the number of the entry (first is 1) and its key.
 */
import type { FlagReason } from '#domain/catalogue/flags'

export type RefusalReason =
  | 'nameMissing'
  | 'nameTooLong'
  | 'departmentMissing'
  | 'duplicateCode'
  | 'duplicateItem'
  | 'codeDamaged'
  | 'codeInvalid'
  | 'tooManyCells'
  | 'rowCut'
  | 'wrongShape'

/** A row that was not taken in. */
export interface RowRefusal {
  sheet?: string
  line: number
  column: string
  reason: RefusalReason
  /** what stood there, at most 120 characters */
  value?: string
  /** of a duplicate: the line of the first */
  firstLine?: number
}

/** Something in a row that was taken in, but not understood in full. */
export interface RowFlag {
  sheet?: string
  line: number
  column: string
  reason: FlagReason
  code: string
  value?: string
}

export interface ImportReport {
  format: 'mingcha-import-report'
  reportVersion: 1
  file: { name: string; kind: FileKind; encoding?: string; sha256: string; bytes: number }
  region: string
  /** ISO instant */
  at: string
  rows: { read: number; taken: number; refused: number; flagged: number }
  counts: { items: number; departments: number; venues: number; counters: number }
  /** for each of the eight disclosures, how many items really disclose it */
  disclosed: Record<string, number>
  refused: RowRefusal[]
  flags: RowFlag[]
  /** headers that no field was found for, and sheets without a header row */
  ignored: { columns: string[]; sheets: string[] }
  /** absent on a dry run, and where nothing was published because rows were refused */
  published?: {
    version: number
    changed: boolean
    plainBytes: number
    bytes: number
    deltas: { from: number; bytes: number }[]
  }
}

export type FileKind = 'csv' | 'xlsx' | 'json' | 'html'

export type UnreadableReason =
  | 'missing'
  | 'empty'
  | 'tooLarge'
  | 'image'
  | 'pdf'
  | 'binary'
  | 'archive'
  | 'brokenWorkbook'
  | 'brokenJson'
  | 'openQuote'
  | 'brokenCsv'
  | 'unknownEncoding'
  | 'noHeader'
  | 'noRows'
  | 'notAList'

/** The file as a whole cannot be read; nothing of it was taken in. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile'
  readonly reason: UnreadableReason
  readonly detail: string | undefined
  constructor(reason: UnreadableReason, detail?: string) {
    super(detail === undefined ? reason : `${reason}: ${detail}`)
    this.reason = reason
    this.detail = detail
  }
}

/** At most 120 characters of what stood in a cell. */
export const excerpt = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text)
