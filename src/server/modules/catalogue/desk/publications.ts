/** Who published which version, and what it changed. */
import type { Kysely } from 'kysely'
import type { CatalogueVersion, Published } from '#contract/desk/catalogue-views'
import { catalogueChanges, changeCounts, type CatalogueChanges } from '#domain/catalogue/item-changes'
import type { Catalogue } from '#domain/catalogue/types'
import type { StaffMember } from '#domain/staff/roles'
import type { DeskAsked } from '../../../http/desk.ts'
import { HttpError } from '../../../http/errors.ts'
import type { Database } from '../../../db/schema.ts'
import { publishCatalogue } from '../publish.ts'
import { readVersion } from '../repository.ts'
import { type CatalogueSource, contentOf } from '../source.ts'

type Db = Kysely<Database>
type Asking = Pick<DeskAsked<never>, 'db' | 'staff' | 'now' | 'note'>

/**
 * Locks the region's row until the transaction ends, so that its version stays what it is.
 * Throws `unknownRegion`, and `conflict` where somebody has published since the caller looked.
 */
export async function lockVersion(db: Db, { region }: StaffMember, expected?: number) {
  const row = await db
    .selectFrom('regions')
    .select(['code', 'name', 'level', 'sample', 'version'])
    .where('code', '=', region)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new HttpError('unknownRegion', 'nothing was ever published for this region')
  if (expected !== undefined && expected !== row.version)
    throw new HttpError('conflict', 'another version was published meanwhile', {
      reason: 'versionMoved',
      version: row.version,
    })
  const { version, ...of } = row
  return { version, region: of }
}

interface What {
  origin: 'import' | 'edit' | 'rollback'
  note?: string | undefined
  restored?: number
  file?: string
}

/** Publishes `source` as the next version and writes down who did it and what it changed. */
export async function publishAs(
  { db, staff, now, note }: Asking,
  source: CatalogueSource,
  before: Catalogue | undefined,
  { origin, note: words, restored, file }: What,
): Promise<Published> {
  const changes = changeCounts(catalogueChanges(before ?? { items: [] }, contentOf(source)))
  const { version, changed, bytes, deltas } = await publishCatalogue({ db, now: () => now }, source)
  const deltaBytes = deltas.find(({ from }) => from === version - 1)?.bytes ?? null
  note({ details: { version, ...changes } })
  if (changed)
    await db
      .insertInto('catalogue_publications')
      .values({
        region: source.region.code,
        version,
        staff: staff.id,
        origin,
        note: words ?? null,
        restored: restored ?? null,
        file_name: file ?? null,
        changes: JSON.stringify(changes),
      })
      .execute()
  return { version, changed, bytes, deltaBytes }
}

/** Published versions, newest first. */
export async function versionsOf(db: Db, region: string): Promise<CatalogueVersion[]> {
  const rows = await db
    .selectFrom('catalogue_versions as v')
    .innerJoin('catalogue_files as f', 'f.sha256', 'v.sha256')
    .leftJoin('catalogue_publications as p', (join) =>
      join.onRef('p.region', '=', 'v.region').onRef('p.version', '=', 'v.version'),
    )
    .leftJoin('staff', 'staff.id', 'p.staff')
    .select(['v.version', 'v.published_at', 'v.items', 'p.origin', 'p.note', 'p.restored', 'p.file_name'])
    .select(['p.changes', 'staff.name as by'])
    .select(({ fn }) => fn<number>('octet_length', ['f.brotli']).as('bytes'))
    .select((outer) =>
      outer
        .selectFrom('catalogue_deltas as d')
        .innerJoin('catalogue_files as df', 'df.sha256', 'd.sha256')
        .select((from) => from.fn<number>('octet_length', ['df.brotli']).as('bytes'))
        .whereRef('d.region', '=', 'v.region')
        .whereRef('d.to_version', '=', 'v.version')
        .where((b) => b('d.from_version', '=', b(b.ref('v.version'), '-', 1)))
        .as('delta_bytes'),
    )
    .where('v.region', '=', region)
    .orderBy('v.version', 'desc')
    .execute()
  return rows.map((row) => ({
    version: row.version,
    publishedAt: row.published_at.toISOString(),
    items: row.items,
    origin: row.origin ?? 'command',
    by: row.by,
    note: row.note,
    restored: row.restored,
    file: row.file_name,
    changes: row.changes,
    bytes: row.bytes,
    deltaBytes: row.delta_bytes,
  }))
}

/** What version `of` changed, or with `against` what publishing it again would change there. Throws `notFound`. */
export async function changesOf(
  db: Db,
  region: string,
  of: number,
  latest: Catalogue | undefined,
  against: 'latest' | undefined,
): Promise<{ changes: CatalogueChanges; names: (Catalogue | undefined)[] }> {
  const version = await readVersion(db, region, of)
  if (!version) throw new HttpError('notFound', 'no such version')
  const before = against === 'latest' ? latest : await readVersion(db, region, of - 1)
  return { changes: catalogueChanges(before ?? { items: [] }, version), names: [before, version] }
}

/** Publishes the content of an older version again. Throws `notFound`. */
export async function restoreVersion(
  asking: Asking,
  of: number,
  { latest, note }: { latest: number; note?: string | undefined },
): Promise<Published> {
  const { db, staff } = asking
  const { region, version } = await lockVersion(db, staff, latest)
  const [older, newest] = [
    await readVersion(db, region.code, of),
    await readVersion(db, region.code, version),
  ]
  if (!older || of >= version) throw new HttpError('notFound', 'no such older version')
  return publishAs(asking, { ...older, region }, newest, { origin: 'rollback', restored: of, note })
}
