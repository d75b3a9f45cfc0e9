/** Rows of the catalogue tables. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Catalogue, CatalogueDelta, Region } from '#domain/catalogue/types'
import type { Database } from '../../db/schema.ts'
import { type PackedFile, unpack } from './compress.ts'

export type Db = Kysely<Database> | Transaction<Database>

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

export async function insertFile(db: Db, file: PackedFile): Promise<void> {
  await db
    .insertInto('catalogue_files')
    .values({ sha256: file.sha256, plain_bytes: file.plainBytes, brotli: file.brotli, gzip: file.gzip })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Sizes of a file that is there already; undefined where it is not. */
export async function fileSizes(db: Db, sha256: string) {
  return db
    .selectFrom('catalogue_files')
    .select('plain_bytes as plainBytes')
    .select(({ fn }) => fn<number>('octet_length', ['brotli']).as('bytes'))
    .where('sha256', '=', sha256)
    .executeTakeFirst()
}

/** The parts of a version that is there: its heads' file, and the chunks' (which are stored by now) in their order. */
export async function insertParts(
  db: Db,
  { region, version }: Catalogue,
  heads: PackedFile,
  chunks: readonly string[],
): Promise<void> {
  await insertFile(db, heads)
  await db
    .updateTable('catalogue_versions')
    .set({ heads: heads.sha256 })
    .where('region', '=', region.code)
    .where('version', '=', version)
    .execute()
  if (chunks.length === 0) return
  await db
    .insertInto('catalogue_chunks')
    .values(chunks.map((sha256, position) => ({ region: region.code, version, position, sha256 })))
    .execute()
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

export async function insertDelta(db: Db, delta: CatalogueDelta, file: PackedFile): Promise<void> {
  await insertFile(db, file)
  await db
    .insertInto('catalogue_deltas')
    .values({
      region: delta.region.code,
      from_version: delta.from,
      to_version: delta.to,
      sha256: file.sha256,
    })
    .execute()
}

/** Drops deltas that lead to versions before `keepTo`, with their files. Whole versions are kept: they are evidence. */
export async function dropOldDeltas(db: Db, region: string, keepTo: number): Promise<void> {
  const gone = await db
    .deleteFrom('catalogue_deltas')
    .where('region', '=', region)
    .where('to_version', '<', keepTo)
    .returning('sha256')
    .execute()
  await dropUnused(
    db,
    gone.map(({ sha256 }) => sha256),
  )
}

/** Drops heads and chunks of versions before `keepFrom`, and those of their files that no later version shares. */
export async function dropOldParts(db: Db, region: string, keepFrom: number): Promise<void> {
  const chunks = await db
    .deleteFrom('catalogue_chunks')
    .where('region', '=', region)
    .where('version', '<', keepFrom)
    .returning('sha256')
    .execute()
  const old = await db
    .selectFrom('catalogue_versions')
    .select(['version', 'heads'])
    .where('region', '=', region)
    .where('version', '<', keepFrom)
    .where('heads', 'is not', null)
    .execute()
  if (old.length === 0) return
  await db
    .updateTable('catalogue_versions')
    .set({ heads: null })
    .where('region', '=', region)
    .where('version', '<', keepFrom)
    .execute()
  await dropUnused(db, [...chunks.map(({ sha256 }) => sha256), ...old.flatMap(({ heads }) => heads ?? [])])
}

/** Of these files, drops those that nothing names any more. */
async function dropUnused(db: Db, files: string[]): Promise<void> {
  if (files.length === 0) return
  await db
    .deleteFrom('catalogue_files as f')
    .where('f.sha256', 'in', [...new Set(files)])
    .where((eb) =>
      eb.and([
        eb.not(
          eb.exists(
            eb.selectFrom('catalogue_deltas as d').whereRef('d.sha256', '=', 'f.sha256').select('d.sha256'),
          ),
        ),
        eb.not(
          eb.exists(
            eb.selectFrom('catalogue_chunks as c').whereRef('c.sha256', '=', 'f.sha256').select('c.sha256'),
          ),
        ),
        eb.not(
          eb.exists(
            eb
              .selectFrom('catalogue_versions as v')
              .where((v) =>
                v.or([v('v.sha256', '=', v.ref('f.sha256')), v('v.heads', '=', v.ref('f.sha256'))]),
              )
              .select('v.version'),
          ),
        ),
      ]),
    )
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

/** Deltas that lead to `version`, from the newest origin to the oldest. */
export async function findDeltas(db: Db, region: string, version: number) {
  return db
    .selectFrom('catalogue_deltas')
    .innerJoin('catalogue_files', 'catalogue_files.sha256', 'catalogue_deltas.sha256')
    .select(['from_version', 'catalogue_deltas.sha256'])
    .select(({ fn }) => fn<number>('octet_length', ['catalogue_files.brotli']).as('bytes'))
    .where('region', '=', region)
    .where('to_version', '=', version)
    .orderBy('from_version', 'desc')
    .execute()
}

export async function findFile(
  db: Db,
  sha256: string,
  coding: 'brotli' | 'gzip',
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('catalogue_files')
    .select(coding === 'brotli' ? 'brotli as data' : 'gzip as data')
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row?.data
}
