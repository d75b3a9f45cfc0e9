/** The importer: a file in, a published version and a report out. The command line and the desk use the same. */
import { createHash, randomBytes } from 'node:crypto'
import { type Catalogue, DISCLOSURE_KEYS, type LimitUnit, type Region } from '#domain/catalogue/types'
import { isDisclosed } from '#domain/catalogue/disclosure'
import { uuidv7 } from '#domain/receipts/id'
import type { Context } from '../../../context.ts'
import { loadCatalogue } from '../load.ts'
import { publishCatalogue } from '../publish.ts'
import type { CatalogueSource } from '../source.ts'
import { assemble } from './assemble.ts'
import { readCsv } from './csv.ts'
import type { Reading } from './draft.ts'
import { decodeText, kindOf } from './file-kind.ts'
import { readJson } from './read-json.ts'
import { readTable, type TableOptions } from './read-table.ts'
import type { FileKind, ImportReport } from './report.ts'
import { readWorkbook } from './workbook.ts'

export interface ImportRequest {
  file: { name: string; data: Buffer }
  region: Region
  /** check and report, publish nothing */
  dryRun?: boolean
  /** publish the good rows although others are refused */
  partial?: boolean
  limitUnit?: LimitUnit
  department?: string
  fillDown?: boolean
}

function read(data: Buffer, request: ImportRequest): { kind: FileKind; encoding?: string; reading: Reading } {
  const kind = kindOf(data)
  const options: TableOptions = {
    ...(request.limitUnit && { limitUnit: request.limitUnit }),
    ...(request.department !== undefined && { department: request.department }),
    ...(request.fillDown && { fillDown: true }),
  }
  if (kind === 'xlsx') return { kind, reading: readTable(readWorkbook(data), options) }
  const { text, encoding } = decodeText(data)
  if (kind === 'json') return { kind, encoding, reading: readJson(text, request.limitUnit) }
  if (kind === 'html') return { kind, encoding, reading: readTable(readWorkbook(text), options) }
  return { kind, encoding, reading: readTable([readCsv(text)], options) }
}

/** What a file says, checked and put together; nothing is stored. Throws `UnreadableFile`. */
export function readImport(
  request: ImportRequest,
  previous: Catalogue | undefined,
  at: string,
): { source: CatalogueSource; report: ImportReport } {
  const { file, region } = request
  const { kind, encoding, reading } = read(file.data, request)
  const { source, kept, refused } = assemble(reading.drafts, {
    region,
    ...(previous && { previous }),
    today: at.slice(0, 10),
    codeColumn: kind === 'json' ? 'source_item_id' : 'code',
  })
  const allRefused = [...reading.refused, ...refused].toSorted((a, b) => a.line - b.line)
  const flags = kept.flatMap((draft) => draft.flags)
  const report: ImportReport = {
    format: 'mingcha-import-report',
    reportVersion: 1,
    file: {
      name: file.name,
      kind,
      ...(encoding !== undefined && { encoding }),
      sha256: createHash('sha256').update(file.data).digest('hex'),
      bytes: file.data.length,
    },
    region: region.code,
    at,
    rows: {
      read: reading.read,
      taken: kept.length,
      refused: allRefused.length,
      flagged: kept.filter((draft) => draft.flags.length > 0).length,
    },
    counts: {
      items: source.items.length,
      departments: source.departments.length,
      venues: source.venues.length,
      counters: source.counters.length,
    },
    disclosed: Object.fromEntries(
      DISCLOSURE_KEYS.map((key) => [key, source.items.filter((item) => isDisclosed(item, key)).length]),
    ),
    refused: allRefused,
    flags,
    ignored: reading.ignored,
  }
  return { source, report }
}

/** Keeps the report of an import that was decided on. */
export async function keepReport(
  { db, now }: Pick<Context, 'db' | 'now'>,
  report: ImportReport,
): Promise<void> {
  await db
    .insertInto('import_reports')
    .values({
      id: uuidv7(now().getTime(), randomBytes(10)),
      region: report.region,
      at: report.at,
      file_name: report.file.name,
      version: report.published?.version ?? null,
      report: JSON.stringify(report),
    })
    .execute()
}

/**
 * Imports one file as the whole catalogue of `region`. All or nothing: with refused rows nothing is published unless
 * `partial`. Throws `UnreadableFile` where the file as a whole cannot be read; the report is kept in the database
 * except on a dry run.
 */
export async function importCatalogue(context: Context, request: ImportRequest): Promise<ImportReport> {
  const previous = await loadCatalogue(context, request.region.code)
  const { source, report } = readImport(request, previous, context.now().toISOString())
  if (request.dryRun) return report
  if (source.items.length > 0 && (report.rows.refused === 0 || request.partial)) {
    const { version, changed, plainBytes, bytes, deltas } = await publishCatalogue(context, source)
    report.published = { version, changed, plainBytes, bytes, deltas }
  }
  await keepReport(context, report)
  return report
}
