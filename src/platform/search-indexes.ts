/** Search indexes kept on this phone, one a region. Nobody entered them, so they are in the cache, not in the store. */
export const SEARCH_INDEXES = 'mingcha-search'

const folder = (region: string): string => `/search-index/${encodeURIComponent(region)}/`
export const searchIndexAddress = (region: string, version: number): string => `${folder(region)}${version}`

export async function forgetSearchIndexes(region: string): Promise<void> {
  const cache = await caches.open(SEARCH_INDEXES)
  for (const kept of await cache.keys())
    if (new URL(kept.url).pathname.startsWith(folder(region))) await cache.delete(kept)
}
