/** Takes a region off this phone: its catalogue, and all that was kept for looking at it. What was filed stays. */
import { API } from '#contract/routes'
import type { Database } from './db.ts'
import { forgetSearchIndexes } from './search-indexes.ts'

export async function removeRegion(database: Database, region: string): Promise<void> {
  const own = `${API}/regions/${encodeURIComponent(region)}/`
  await database.write(
    ['catalogues', 'manifests', 'items', 'recents', 'pins', 'boards', 'publicAnswers'],
    'relaxed',
    async (tx) => {
      await Promise.all([
        tx.objectStore('catalogues').delete(region),
        tx.objectStore('manifests').delete(region),
        tx.objectStore('items').delete(IDBKeyRange.bound([region], [region, []])),
        tx.objectStore('recents').delete(region),
        tx.objectStore('pins').delete(region),
        tx.objectStore('boards').delete(region),
        tx.objectStore('publicAnswers').delete(IDBKeyRange.bound(own, `${own}\uffff`)),
      ])
    },
  )
  if (typeof caches !== 'undefined') await forgetSearchIndexes(region)
}
