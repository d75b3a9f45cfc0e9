/** Publishing: a new immutable version, its files, and deltas from the versions that phones may still hold. */
import { diffCatalogue } from '#domain/catalogue/delta'
import type { Catalogue } from '#domain/catalogue/types'
import type { Context } from '../../context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { pack, packJson, plainJson, type PlainFile } from './compress.ts'
import { type ChunkFile, chunksOf, headsFile } from './parts.ts'
import {
  type Db,
  dropOldDeltas,
  dropOldParts,
  fileSizes,
  insertDelta,
  insertFile,
  insertParts,
} from './files.ts'
import { contentOfVersion, insertVersion, lockRegion, readVersion } from './repository.ts'
import { type CatalogueSource, contentHash, contentOf } from './source.ts'

export { loadCatalogue } from './load.ts'
export type { CatalogueSource } from './source.ts'

/** Deltas are made from so many versions back; an older phone takes the whole file. */
export const DELTAS_FROM = 20

export interface Publication {
  version: number
  /** false where the content is that of the newest version already: nothing was published */
  changed: boolean
  items: number
  plainBytes: number
  /** of the brotli file */
  bytes: number
  deltas: { from: number; bytes: number }[]
}

/**
 * Publishes `source` as the region's next version, in one transaction, one publishing of a region at a time. The same
 * content again publishes nothing. Throws where the source contradicts itself (see `contentOf`). Joins the caller's
 * transaction where `context.db` is one.
 */
export async function publishCatalogue(
  context: Pick<Context, 'db' | 'now'>,
  source: CatalogueSource,
): Promise<Publication> {
  const content = contentOf(source)
  const hash = contentHash(content)
  return inTransaction(context.db, async (db) => {
    const { version: current } = await lockRegion(db, content.region)
    if ((await contentOfVersion(db, content.region.code, current)) === hash) {
      return {
        version: current,
        changed: false,
        items: content.items.length,
        plainBytes: 0,
        bytes: 0,
        deltas: [],
      }
    }
    const { region, ...lists } = content
    const catalogue: Catalogue = {
      region,
      version: current + 1,
      publishedAt: context.now().toISOString(),
      ...lists,
    }
    const file = await packJson(catalogue)
    await insertVersion(db, catalogue, hash, file)
    await publishParts(db, catalogue)

    const deltas: Publication['deltas'] = []
    for (let from = current; from >= Math.max(1, current - DELTAS_FROM + 1); from--) {
      const before = await readVersion(db, region.code, from)
      if (!before) continue
      const delta = diffCatalogue(before, catalogue)
      const packed = await packJson(delta)
      // a delta as heavy as the whole is no use; the phone then takes the whole
      if (packed.brotli.length >= file.brotli.length) continue
      await insertDelta(db, delta, packed)
      deltas.push({ from, bytes: packed.brotli.length })
    }
    // a phone that read the manifest a moment ago may still be on its way to the previous version
    await dropOldDeltas(db, region.code, current)
    // and one in the middle of an old version's chunks finishes them, as long as a delta leads on from there
    await dropOldParts(db, region.code, catalogue.version - DELTAS_FROM)
    return {
      version: catalogue.version,
      changed: true,
      items: catalogue.items.length,
      plainBytes: file.plainBytes,
      bytes: file.brotli.length,
      deltas,
    }
  })
}

/** Heads and chunks of a version. A chunk that an earlier version had is not compressed again. */
async function publishParts(db: Db, catalogue: Catalogue): Promise<void> {
  const known: { file: PlainFile; items: number; sizes: Awaited<ReturnType<typeof fileSizes>> }[] = []
  for (const details of chunksOf(catalogue.items)) {
    const file = plainJson({ details })
    known.push({ file, items: details.length, sizes: await fileSizes(db, file.sha256) })
  }
  const packed = await Promise.all(
    known.map(({ file, sizes }) => (sizes ? Promise.resolve(undefined) : pack(file))),
  )
  for (const file of packed) if (file) await insertFile(db, file)
  const chunks = known.map(({ file, items, sizes }, i): ChunkFile => ({
    sha256: file.sha256,
    plainBytes: file.plain.length,
    bytes: sizes?.bytes ?? packed[i]?.brotli.length ?? 0,
    items,
  }))
  const heads = await packJson(headsFile(catalogue, chunks))
  await insertParts(
    db,
    catalogue,
    heads,
    chunks.map(({ sha256 }) => sha256),
  )
}
