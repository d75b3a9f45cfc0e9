/**
 * Catalogues on this phone. Opening one is the first thing a cold start does, so this file reads plain records and
 * leaves everything that needs schemas or the network to `catalogue-update.ts`.
 */
import type { CatalogueLibrary } from '#sync/services'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import { once } from './once.ts'

/** How many recent items are remembered for a region. */
const RECENT = 30

/**
 * The shape of the heads record. In 1 the details of all items are here; in 2 some may be missing, which an older app
 * would not know, so it does not open it. One of another shape is not opened, and the next update replaces it.
 */
export const HEADS_FORMAT = 2
export const canOpen = (format: number | undefined): boolean => format === 1 || format === HEADS_FORMAT

export function createCatalogueLibrary(
  database: Database,
  changes: Changes,
  now: () => number,
): CatalogueLibrary {
  const network = once(async () => {
    const { createCatalogueUpdate } = await import('./catalogue-update.ts')
    return createCatalogueUpdate(database, now)
  })

  const codes = async (store: 'recents' | 'pins', region: string) => {
    const db = await database.open()
    return (await db.get(store, region))?.codes ?? []
  }
  const change = (store: 'recents' | 'pins', region: string, make: (codes: string[]) => string[]) =>
    database.write([store], store === 'pins' ? 'strict' : 'relaxed', async (tx) => {
      const before = (await tx.objectStore(store).get(region))?.codes ?? []
      await tx.objectStore(store).put({ region, codes: make(before) })
    })

  return {
    regions: async () => (await import('./regions.ts')).offeredRegions(),
    async stored() {
      const db = await database.open()
      // A catalogue is large; its manifest, stored and removed with it, names the region as well.
      return (await db.getAll('manifests')).map(({ manifest }) => manifest.region)
    },
    async open(region) {
      const db = await database.open()
      const tx = db.transaction(['catalogues', 'manifests'])
      const [record, known] = await Promise.all([
        tx.objectStore('catalogues').get(region),
        tx.objectStore('manifests').get(region),
      ])
      if (!record || !canOpen(record.format)) return undefined
      const missing = known?.pending?.reduce((sum, { codes }) => sum + codes.length, 0) ?? 0
      const rules = known?.manifest.rules
      return {
        ...record.catalogue,
        checkedAt: known?.checkedAt ?? record.catalogue.publishedAt,
        ...(rules ? { rules } : {}),
        ...(missing > 0 ? { missing } : {}),
      }
    },
    async item(region, code) {
      return (await network()).item(region, code)
    },
    async fetchItem(region, code) {
      return (await network()).fetchItem(region, code)
    },
    async complete(region, progress) {
      await (await network()).complete(region, progress)
    },
    async update(region, progress) {
      const result = await (await network()).update(region, progress)
      if (result.changed) changes.tell('catalogue')
      return result
    },
    searcher: async (catalogue) => (await import('./searcher.ts')).openSearcher(catalogue),
    async remove(region) {
      await (await import('./remove-region.ts')).removeRegion(database, region)
      changes.tell('catalogue')
    },
    recent: (region) => codes('recents', region),
    pinned: (region) => codes('pins', region),
    markRecent: (region, code) =>
      change('recents', region, (before) =>
        [code, ...before.filter((other) => other !== code)].slice(0, RECENT),
      ),
    setPinned: (region, code, pinned) =>
      change('pins', region, (before) => {
        const others = before.filter((other) => other !== code)
        return pinned ? [code, ...others] : others
      }),
  }
}
