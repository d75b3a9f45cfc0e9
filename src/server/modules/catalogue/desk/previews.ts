/** Imports in the browser: a file is read into a preview, which is published, dropped or forgotten after a day. */
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Kysely, Selectable } from 'kysely'
import { type ImportPreview, PREVIEW_ROWS, type Published } from '#contract/desk/catalogue-views'
import { catalogueChanges } from '#domain/catalogue/item-changes'
import { lintCatalogue } from '#domain/catalogue/lint'
import type { Catalogue, LimitUnit } from '#domain/catalogue/types'
import { uuidv7 } from '#domain/receipts/id'
import { dateInChina } from '#domain/workdays/calendar'
import type { Database } from '../../../db/schema.ts'
import type { DeskAsked } from '../../../http/desk.ts'
import { HttpError } from '../../../http/errors.ts'
import { keepReport, readImport } from '../import/import-catalogue.ts'
import { type ImportReport, UnreadableFile } from '../import/report.ts'
import { loadCatalogue } from '../load.ts'
import { type CatalogueSource, contentOf } from '../source.ts'
import type { CatalogueTables } from '../tables.ts'
import { changesView } from './changes-view.ts'
import { ruleCounts } from './overview.ts'
import { lockVersion, publishAs } from './publications.ts'

type Db = Kysely<Database>
type Asking = Pick<DeskAsked<never>, 'context' | 'db' | 'staff' | 'now' | 'note'>
type PreviewRow = Selectable<CatalogueTables['catalogue_previews']> & { by: string | null }

/** How long a preview waits for a decision. */
const KEPT_MS = 24 * 3_600_000
const pack = promisify<string, { level: number }, Buffer>(gzip)
const unpack = promisify<Buffer, Buffer>(gunzip)
const sourceOf = async (row: Pick<PreviewRow, 'source'>) =>
  JSON.parse((await unpack(row.source)).toString('utf8')) as CatalogueSource

export interface UploadOptions {
  name: string
  limitUnit?: LimitUnit | undefined
  department?: string | undefined
  fillDown?: 'yes' | undefined
}

/** Reads the file and keeps what it says. Throws `invalid` with the reason where the file as a whole cannot be read. */
export async function keepPreview(
  { context, db, staff, now, note }: Asking,
  data: Uint8Array,
  { name, limitUnit, department, fillDown }: UploadOptions,
): Promise<string> {
  const { region, version } = await lockVersion(db, staff)
  const previous = await loadCatalogue(context, staff.region)
  let read: ReturnType<typeof readImport>
  try {
    read = readImport(
      {
        file: { name, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) },
        region,
        ...(limitUnit && { limitUnit }),
        ...(department !== undefined && { department }),
        ...(fillDown && { fillDown: true }),
      },
      previous,
      now.toISOString(),
    )
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new HttpError('invalid', 'the file cannot be read', { reason: error.reason, detail: error.detail })
  }
  const { source, report } = read
  note({ details: { file: name, ...report.rows } })
  const id = uuidv7(now.getTime(), randomBytes(10))
  await db.deleteFrom('catalogue_previews').where('expires_at', '<', now).execute()
  await db
    .insertInto('catalogue_previews')
    .values({
      id,
      region: staff.region,
      base_version: version,
      staff: staff.id,
      at: now,
      expires_at: new Date(now.getTime() + KEPT_MS),
      file_name: name,
      report: JSON.stringify(report),
      source: await pack(JSON.stringify(contentOf(source)), { level: 3 }),
    })
    .execute()
  return id
}

const waiting = (db: Db, region: string, now: Date) =>
  db
    .selectFrom('catalogue_previews as p')
    .leftJoin('staff', 'staff.id', 'p.staff')
    .where('p.region', '=', region)
    .where('p.expires_at', '>', now)

/** Those that wait, newest first, without what is in them. */
export async function listPreviews(db: Db, region: string, now: Date) {
  const found = await waiting(db, region, now)
    .select(['p.id', 'p.file_name', 'p.at', 'p.report', 'staff.name as by'])
    .orderBy('p.at', 'desc')
    .execute()
  return found.map(({ id, file_name, at, report, by }) => {
    const { rows } = report as ImportReport
    return { id, file: file_name, at: at.toISOString(), by, taken: rows.taken, refused: rows.refused }
  })
}

async function findPreview(db: Db, region: string, id: string, now: Date): Promise<PreviewRow> {
  const row = await waiting(db, region, now)
    .selectAll('p')
    .select('staff.name as by')
    .where('p.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new HttpError('notFound', 'no such preview, or it has expired')
  return row
}

/** What the file would change, row by row where rows were refused. Throws `notFound`. */
export async function previewView(
  db: Db,
  { region, id, now, latest }: { region: string; id: string; now: Date; latest: Catalogue | undefined },
): Promise<ImportPreview> {
  const row = await findPreview(db, region, id, now)
  const report = row.report as ImportReport
  const source = await sourceOf(row)
  return {
    id,
    file: row.file_name,
    kind: report.file.kind,
    encoding: report.file.encoding ?? null,
    by: row.by,
    at: row.at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    version: row.base_version,
    outdated: row.base_version !== (latest?.version ?? 0),
    rows: report.rows,
    refused: report.refused.slice(0, PREVIEW_ROWS),
    flags: report.flags.slice(0, PREVIEW_ROWS),
    ignored: report.ignored,
    disclosed: report.disclosed as ImportPreview['disclosed'],
    changes: changesView(catalogueChanges(latest ?? { items: [] }, source), [latest, source as Catalogue]),
    findings: ruleCounts(lintCatalogue(source, dateInChina(now))),
  }
}

/**
 * Publishes a preview. Throws `notFound`, `conflict` where another version was published since it was made, `invalid`
 * where rows were refused and `partial` was not asked for, or where no row is left.
 */
export async function confirmPreview(
  asking: Asking,
  id: string,
  { version, partial }: { version: number; partial: boolean },
): Promise<Published> {
  const { context, db, staff, now } = asking
  const { region } = await lockVersion(db, staff, version)
  const row = await findPreview(db, staff.region, id, now)
  if (row.base_version !== version)
    throw new HttpError('conflict', 'this preview was made against another version', {
      reason: 'versionMoved',
      version,
    })
  const report = row.report as ImportReport
  if (report.rows.taken === 0 || (report.rows.refused > 0 && !partial))
    throw new HttpError('invalid', 'rows of this file were refused', { refused: report.rows.refused })
  const source = { ...(await sourceOf(row)), region }
  const latest = await loadCatalogue(context, staff.region)
  const published = await publishAs(asking, source, latest, { origin: 'import', file: row.file_name })
  const { version: next, changed, bytes } = published
  report.published = { version: next, changed, plainBytes: 0, bytes, deltas: [] }
  await keepReport({ db, now: () => now }, report)
  await dropPreview(db, staff.region, id)
  return published
}

/** Throws `notFound`. */
export async function dropPreview(db: Db, region: string, id: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('catalogue_previews')
    .where('region', '=', region)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new HttpError('notFound', 'no such preview')
}
