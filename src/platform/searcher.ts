/**
 * The search of a catalogue. A county's is made on the page, in milliseconds. A province's would hold the page up, so
 * it is in a worker, over an index that is made once for a version and kept; where the worker cannot start, the
 * county's serves, only slower.
 */
import { createSearch } from '#domain/catalogue/search/search'
import type { Searcher } from '#domain/catalogue/search/types'
import type { StoredCatalogue } from '#sync/services'

/** Above so many items the search is a worker's. */
const PROVINCE_FROM = 8000

/** Making an engine keeps a slow phone busy for some tenths of a second: the list is painted first. */
const IDLE_WITHIN_MS = 300
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    // Safari has no word for it.
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve)
    else requestIdleCallback(() => resolve(), { timeout: IDLE_WITHIN_MS })
  })

export async function openSearcher(catalogue: StoredCatalogue): Promise<Searcher> {
  await idle()
  const onPage = (): Searcher => {
    const engine = createSearch(catalogue.heads, catalogue.departments)
    return {
      search: (query, options) => Promise.resolve(engine.search(query, options)),
      close: () => undefined,
    }
  }
  if (catalogue.heads.length <= PROVINCE_FROM) return onPage()
  try {
    const { openProvinceSearcher } = await import('./province-searcher.ts')
    return await openProvinceSearcher(catalogue, onPage)
  } catch {
    // Not stored by this version of the app and no line, a strict policy, no workers: better slow than not at all.
    return onPage()
  }
}
