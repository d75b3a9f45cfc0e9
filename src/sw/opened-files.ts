/**
 * What is kept only where it has been opened: the staff's screens with what they share with the supervisor's, those
 * that do nothing without a network (published cases, a look-up by code, asking to be told), and a province's search.
 */
const CACHE = 'mingcha-desk'
const OPENED_FILE = /^\/assets\/(desk|inspection|opened|province|search-worker)-[\w-]+\.(js|css)$/

export const isOpenedFile = (path: string): boolean => OPENED_FILE.test(path)

/** The same file under another hash: what an earlier or later build called it. */
const plainName = (path: string): string => path.replace(OPENED_FILE, '$1.$2')

/** From the cache where it is there: an address with a hash in it never changes what it names. */
export async function openedFile(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) {
    const { pathname } = new URL(request.url)
    for (const old of await cache.keys())
      if (plainName(new URL(old.url).pathname) === plainName(pathname)) await cache.delete(old)
    await cache.put(request, answer.clone())
  }
  return answer
}
