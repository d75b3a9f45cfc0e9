/**
 * The supervisor's screens and checklists: on no citizen's phone, and whole on a supervisor's, in every version that is
 * installed there. That the cache exists is how a new version knows, while it is being installed, whose phone it is on.
 */
const CACHE = 'supervisor-files'
const SUPERVISOR_FILE = /^\/?assets\/(?:supervisor|inspection|hall-checklist\.\d+)-[\w-]+\.\w+$/

export const isSupervisorFile = (path: string): boolean => SUPERVISOR_FILE.test(path)

/** One file of the build, whole and from the server itself. */
async function download(url: string): Promise<Response> {
  // A portal that asks to log in redirects; our server never does.
  const answer = await fetch(url, { redirect: 'error' })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return answer
}

export interface SupervisorFiles {
  /** Stores what is missing of this version; all of it is there when this resolves, and nothing new if it rejects. */
  store(): Promise<void>
  /** The same where the phone is a supervisor's already; on any other phone nothing. */
  storeIfEnrolled(): Promise<void>
  /** Removes what other versions left. */
  clean(): Promise<void>
  /** From the cache, where it is there: an address with a hash in it never changes what it names. */
  find(request: Request): Promise<Response | undefined>
}

/** @param paths the files of this version, as the build lists them */
export function createSupervisorFiles(paths: readonly string[]): SupervisorFiles {
  const urls = paths.map((path) => new URL(path, self.location.href).href)
  const missing = async () => {
    if (!(await caches.has(CACHE))) return urls
    const kept = new Set((await (await caches.open(CACHE)).keys()).map(({ url }) => url))
    return urls.filter((url) => !kept.has(url))
  }

  async function store(): Promise<void> {
    const wanted = await missing()
    const answers = await Promise.all(wanted.map(download))
    const cache = await caches.open(CACHE)
    await Promise.all(answers.map((answer, at) => cache.put(wanted[at] ?? '', answer)))
    const still = await missing()
    if (still.length > 0) throw new Error(`not stored: ${still.join(' ')}`)
  }

  return {
    store,
    async storeIfEnrolled() {
      if (await caches.has(CACHE)) await store()
    },
    async clean() {
      if (!(await caches.has(CACHE))) return
      const cache = await caches.open(CACHE)
      for (const request of await cache.keys()) if (!urls.includes(request.url)) await cache.delete(request)
    },
    find: (request) => caches.match(request.url, { cacheName: CACHE, ignoreVary: true }),
  }
}
