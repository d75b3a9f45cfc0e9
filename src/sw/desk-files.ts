/**
 * The staff's screens, and what they share with the supervisor's: no citizen's phone stores them, so they are kept only
 * where they have been opened.
 */
const CACHE = 'mingcha-desk'
const DESK_FILE = /^\/assets\/(desk|inspection)-[\w-]+\.(js|css)$/

export const isDeskFile = (path: string): boolean => DESK_FILE.test(path)

/** The same file under another hash: what an earlier or later build called it. */
const plainName = (path: string): string => path.replace(DESK_FILE, '$1.$2')

/** From the cache where it is there: an address with a hash in it never changes what it names. */
export async function deskFile(request: Request): Promise<Response> {
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
