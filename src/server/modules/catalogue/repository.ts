/** Rows of regions and of their published versions. */
import { sql } from 'kysely'
import type { Catalogue, Region } from '#domain/catalogue/types'
import { type PackedFile, unpack } from './compress.ts'
import { type Db, insertFile } from './files.ts'

/** Makes the region's row, with nothing published of it yet; says whether it is new. */
export async function createRegion(db: Db, region: Region): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('regions')
    .values({ ...region, version: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Makes the region's row if it is new, and locks it until the transaction ends: one publishing at a time. */
export async function lockRegion(db: Db, region: Region) {
  await createRegion(db, region)
  return db
    .selectFrom('regions')
    .select(['version', 'published_at'])
    .where('code', '=', region.code)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export async function contentOfVersion(db: Db, region: string, version: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('catalogue_versions')
    .select('content')
    .where('region', '=', region)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.content
}

export async function insertVersion(
  db: Db,
  catalogue: Catalogue,
  content: string,
  file: PackedFile,
): Promise<void> {
  const { region, version, publishedAt } = catalogue
  await insertFile(db, file)
  await db
    .insertInto('catalogue_versions')
    .values({
      region: region.code,
      version,
      published_at: publishedAt,
      content,
      items: catalogue.items.length,
      departments: catalogue.departments.length,
      venues: catalogue.venues.length,
      counters: catalogue.counters.length,
      sha256: file.sha256,
    })
    .execute()
  await db
    .updateTable('regions')
    .set({
      name: region.name,
      level: region.level,
      sample: region.sample,
      version,
      published_at: publishedAt,
    })
    .where('code', '=', region.code)
    .execute()
}

/** A published version, parsed; undefined where there is none. We wrote the file ourselves, so its shape is trusted. */
export async function readVersion(db: Db, region: string, version: number): Promise<Catalogue | undefined> {
  const row = await db
    .selectFrom('catalogue_versions')
    .innerJoin('catalogue_files', 'catalogue_files.sha256', 'catalogue_versions.sha256')
    .select('brotli')
    .where('region', '=', region)
    .where('version', '=', version)
    .executeTakeFirst()
  return row && (JSON.parse((await unpack(row.brotli)).toString('utf8')) as Catalogue)
}

/** The region's row; undefined where it is unknown or nothing of it was published yet. */
export async function findRegion(db: Db, code: string) {
  return db
    .selectFrom('regions')
    .selectAll()
    .where('code', '=', code)
    .where('version', '>', 0)
    .executeTakeFirst()
}

/** The region itself, published or not; undefined where nobody has made it. */
export async function readRegion(db: Db, code: string): Promise<Region | undefined> {
  return db
    .selectFrom('regions')
    .select(['code', 'name', 'level', 'sample'])
    .where('code', '=', code)
    .executeTakeFirst()
}

/** What a phone takes of a version: its heads and chunks, or the whole file where it has no parts. */
const downloadBytes = sql<number>`
  case when catalogue_versions.heads is null then octet_length(catalogue_files.brotli)
  else (
    select coalesce(sum(octet_length(part.brotli)), 0)::int from catalogue_files part
    where part.sha256 = catalogue_versions.heads or part.sha256 in (
      select chunk.sha256 from catalogue_chunks chunk
      where chunk.region = catalogue_versions.region and chunk.version = catalogue_versions.version))
  end`.as('bytes')

/** Published regions with the size of their newest version, the sample last. */
export async function listRegions(db: Db) {
  return db
    .selectFrom('regions')
    .innerJoin('catalogue_versions', (join) =>
      join
        .onRef('catalogue_versions.region', '=', 'regions.code')
        .onRef('catalogue_versions.version', '=', 'regions.version'),
    )
    .innerJoin('catalogue_files', 'catalogue_files.sha256', 'catalogue_versions.sha256')
    .select([
      'regions.code',
      'regions.name',
      'regions.level',
      'regions.sample',
      'regions.version',
      'catalogue_versions.items',
      'catalogue_versions.published_at',
    ])
    .select(downloadBytes)
    .orderBy('regions.sample')
    .orderBy('regions.code')
    .execute()
}

/** The newest version's row with its file's sizes. */
export async function findVersion(db: Db, region: string, version: number) {
  return db
    .selectFrom('catalogue_versions')
    .innerJoin('catalogue_files', 'catalogue_files.sha256', 'catalogue_versions.sha256')
    .select([
      'published_at',
      'items',
      'departments',
      'venues',
      'counters',
      'catalogue_versions.sha256',
      'catalogue_versions.heads',
      'plain_bytes',
    ])
    .select(({ fn }) => fn<number>('octet_length', ['catalogue_files.brotli']).as('bytes'))
    .where('region', '=', region)
    .where('version', '=', version)
    .executeTakeFirst()
}
