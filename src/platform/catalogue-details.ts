/**
 * The details of a catalogue whose list is here already: chunk by chunk, each stored and struck from what is still to
 * come in one transaction. Cut off at any point, what has come is kept and the rest is asked for next time.
 */
import { CatalogueChunkSchema } from '#contract/catalogue'
import { sameData } from '#domain/catalogue/delta'
import { headOf, joinItem, type ItemDetail, type ItemHead } from '#domain/catalogue/head'
import { ServiceError } from '#sync/services'
import type { Database } from './db.ts'
import type { TakeFile } from './published-files.ts'
import type { PendingChunk } from './schema.ts'

/** At most so many chunks at a time, and one more that somebody waits for. */
const LANES = 2

export interface CatalogueDetails {
  /** Brings down all that is missing, and tells before and after every chunk how many items miss their details. */
  complete(region: string, progress?: (missing: number) => void): Promise<void>
  /** Brings down the chunk of this one item at once; false where the item's details are not among those to come. */
  bring(region: string, code: string): Promise<boolean>
}

export const missingItems = (pending: readonly PendingChunk[] = []): number =>
  pending.reduce((sum, { codes }) => sum + codes.length, 0)

export function createCatalogueDetails(database: Database, take: TakeFile): CatalogueDetails {
  const going = new Map<string, Promise<void>>()
  let kept: { region: string; version: number; heads: Map<string, ItemHead> } | undefined

  const pendingOf = async (region: string) =>
    (await database.read((db) => db.get('manifests', region)))?.pending ?? []

  /** Heads by code, kept while the version is the same: reading thousands of them anew for each chunk takes long. */
  const headsOf = async (region: string) => {
    const { version, record } = await database.read(async (db) => {
      const version = (await db.get('manifests', region))?.manifest.version
      const known = kept?.region === region && kept.version === version
      return { version, record: known ? undefined : await db.get('catalogues', region) }
    })
    if (record && record.catalogue.version === version) {
      const heads = new Map(record.catalogue.heads.map((head) => [head.code, head]))
      kept = { region, version, heads }
    }
    return kept?.region === region && kept.version === version ? kept : undefined
  }

  /** False where a new version came in between: its heads are wanted, not those that were read before. */
  const storeOnce = async (region: string, sha256: string, details: readonly ItemDetail[]) => {
    const now = await headsOf(region)
    return database.write(['manifests', 'items'], 'relaxed', async (tx) => {
      const stored = await tx.objectStore('manifests').get(region)
      const chunk = stored?.pending?.find((one) => one.sha256 === sha256)
      // The region was removed, or this chunk is wanted no more.
      if (!stored || !chunk) return true
      if (stored.manifest.version !== now?.version) return false
      const items = wanted(chunk, details, now.heads)
      const pending = (stored.pending ?? []).filter((one) => one !== chunk)
      await Promise.all([
        ...items.map((item) => tx.objectStore('items').put({ region, code: item.code, item })),
        tx.objectStore('manifests').put({ ...stored, pending }),
      ])
      return true
    })
  }
  const store = async (region: string, sha256: string, details: readonly ItemDetail[]): Promise<void> => {
    if ((await storeOnce(region, sha256, details)) || (await storeOnce(region, sha256, details))) return
    throw new ServiceError('badAnswer', 'the version changes faster than its details come')
  }

  /** Whoever asks for a chunk that is on its way waits for that. */
  const bring = (region: string, chunk: PendingChunk): Promise<void> => {
    const key = `${region} ${chunk.sha256}`
    const before = going.get(key)
    if (before) return before
    const mine = take(chunk, CatalogueChunkSchema)
      .then(({ details }) => store(region, chunk.sha256, details))
      .finally(() => going.delete(key))
    going.set(key, mine)
    return mine
  }

  return {
    async complete(region, progress) {
      const lane = async (): Promise<void> => {
        for (;;) {
          const pending = await pendingOf(region)
          progress?.(missingItems(pending))
          const next = pending.find(({ sha256 }) => !going.has(`${region} ${sha256}`)) ?? pending[0]
          if (!next) return
          await bring(region, next)
        }
      }
      const ends = await Promise.allSettled(Array.from({ length: LANES }, lane))
      for (const end of ends) if (end.status === 'rejected') throw end.reason
    },
    async bring(region, code) {
      const chunk = (await pendingOf(region)).find(({ codes }) => codes.includes(code))
      if (chunk) await bring(region, chunk)
      return chunk !== undefined
    },
  }
}

/** The items of a chunk that are still wanted, whole. */
function wanted({ codes }: PendingChunk, details: readonly ItemDetail[], heads: Map<string, ItemHead>) {
  const byCode = new Map(details.map((detail) => [detail.code, detail]))
  return codes.map((code) => {
    const head = heads.get(code)
    const detail = byCode.get(code)
    const item = head && detail && joinItem(head, detail)
    if (!item || !sameData(headOf(item), head))
      throw new ServiceError('badAnswer', `the details of ${code} are not those of its head`)
    return item
  })
}
