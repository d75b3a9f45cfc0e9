/**
 * The service worker: serves the built app with no network, and drains the outbox when the browser says there is one.
 *
 * - What the build made is precached once, whole, before a version takes over. The staff's screens, and those that
 *   need the network anyway, are cached where they are opened (`opened-files.ts`), the supervisor's part on a
 *   supervisor's phone alone. Nothing else ever is, the API least of all.
 * - A new version waits. It takes over when the user says so (`SKIP_WAITING`), never on its own.
 * - The very first version claims the page that installed it, so that even this visit goes on without a network.
 */
import { cleanupOutdatedCaches, getCacheKeyForURL, matchPrecache, precache } from 'workbox-precaching'
import { createChanges } from '#platform/changes'
import { createDatabase } from '#platform/db'
import { createPhoneDrainer } from '#platform/drain-service'
import { createTransport } from '#platform/http'
import { STORE_SUPERVISOR_FILES, STORED } from '#platform/supervisor-message'
import { SYNC_TAG } from '#platform/sync-tag'
import { openPush, showPush } from './push.ts'
import { isOpenedFile, openedFile } from './opened-files.ts'
import { createSupervisorFiles, isSupervisorFile } from './supervisor-files.ts'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[]
}

/** Background Sync, where the browser has it. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
  /** true when the browser will not try again by itself */
  readonly lastChance: boolean
}

// `precache` alone installs and cleans; routing is below, in one place.
const built: (string | { url: string })[] = self.__WB_MANIFEST
const pathOf = (entry: (typeof built)[number]) => (typeof entry === 'string' ? entry : entry.url)
precache(built.filter((entry) => !isSupervisorFile(pathOf(entry))))
cleanupOutdatedCaches()
const supervisorFiles = createSupervisorFiles(built.map(pathOf).filter(isSupervisorFile))

/** Addresses that belong to the server and are never the app's. */
const SERVER_PATHS = /^\/(api\/|healthz$|readyz$|metrics$)/

// A version that a supervisor could not open in the hall is not installed at all; the browser tries again later.
self.addEventListener('install', (event) => {
  event.waitUntil(supervisorFiles.storeIfEnrolled())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), supervisorFiles.clean()]))
})

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const data: unknown = event.data
  if (typeof data !== 'object' || data === null || !('type' in data)) return
  if (data.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting())
  if (data.type === STORE_SUPERVISOR_FILES) {
    const tell = (answer: string) => event.ports[0]?.postMessage(answer)
    event.waitUntil(
      supervisorFiles.store().then(
        () => tell(STORED),
        (reason: unknown) => tell(reason instanceof Error ? reason.name : String(reason)),
      ),
    )
  }
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || SERVER_PATHS.test(url.pathname))
    return
  if (isSupervisorFile(url.pathname) || isOpenedFile(url.pathname)) {
    const elsewhere = () => (isOpenedFile(url.pathname) ? openedFile(request) : fetch(request))
    event.respondWith(supervisorFiles.find(request).then((kept) => kept ?? elsewhere()))
    return
  }
  // Any route of the app is the same page; a file of the build opened by its address is that file.
  const file = getCacheKeyForURL(request.url) === undefined ? undefined : request.url
  const wanted = file ?? (request.mode === 'navigate' ? 'index.html' : undefined)
  if (wanted === undefined) return
  event.respondWith(matchPrecache(wanted).then((cached) => cached ?? fetch(request)))
})

self.addEventListener('push', (event) => {
  event.waitUntil(showPush(event))
})
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openPush(event.notification))
})

self.addEventListener('sync', (event) => {
  const { tag } = event as SyncEvent
  if (tag === SYNC_TAG) (event as SyncEvent).waitUntil(drain())
})

/** Rejects while something is still waiting, so that the browser tries again later. */
async function drain(): Promise<void> {
  const database = createDatabase()
  const changes = createChanges()
  try {
    const drainer = createPhoneDrainer(database, createTransport(), changes, () => Date.now())
    // The browser says that there is a line: what waits only for one need wait no longer, but what the server asked for does.
    const why = (await drainer.look()).lastFailure?.code
    // A page that was closed while it failed has put its entries off, but told nobody why: then there is no reason either.
    const { waiting, nextAttempt } = await drainer.drain(
      why === undefined || why === 'network' || why === 'timeout',
    )
    if (waiting > 0 && nextAttempt !== undefined) throw new Error(`${waiting} still waiting`)
  } finally {
    changes.tell('outbox')
    changes.close()
    await database.close()
  }
}
