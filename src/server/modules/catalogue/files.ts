/** The files that phones take: whole versions, deltas, and the heads and chunks of a version's parts. */
import type { Kysely, Transaction } from 'kysely'
import type { Catalogue, CatalogueDelta } from '#domain/catalogue/types'
import type { Database } from '../../db/schema.ts'
import type { PackedFile } from './compress.ts'

export type Db = Kysely<Database> | Transaction<Database>

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
