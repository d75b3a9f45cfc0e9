/**
 * The phone's services, composed. This file and what it imports directly are on the path of the first screen, so
 * everything that the first screen can do without is behind `once(() => import(…))`.
 */
import { uuidv7 } from '#domain/receipts/id'
import type { Services } from '#sync/services'
import { createCatalogueLibrary } from './catalogue-library.ts'
import { createChanges } from './changes.ts'
import { createDatabase, type Database } from './db.ts'
import { createDelivery } from './delivery.ts'
import { once } from './once.ts'
import { createSettings } from './settings.ts'
import { createSupervisorDesk } from './supervisor/desk.ts'

const now = () => Date.now()
const newId = () => uuidv7(now(), crypto.getRandomValues(new Uint8Array(10)))

export function createServices(): Promise<Services> {
  const database = createDatabase()
  const changes = createChanges()
  const delivery = createDelivery(database, changes, now, (at) => supervisor.noteServerTime(at))
  const saved = () => delivery.saved()
  /** drafts filed or discarded in this page */
  const gone = new Set<string>()

  const transport = once(async () => (await import('./http.ts')).createTransport())
  const filing = once(async () => {
    const { createFiling } = await import('./filing.ts')
    return createFiling({ database, transport: await transport(), changes, now, gone, saved })
  })
  const drafts = once(async () => (await import('./drafts.ts')).createDrafts(database, changes, now, gone))
  const persisted = once(async () => (await import('./storage.ts')).persistStorage())
  const notices = once(async () => (await import('./notices.ts')).createNotices(database))
  const shrinker = once(async () => (await import('./photos.ts')).createShrinker())
  const photos = once(async () => (await import('./photos.ts')).createPhotos(database, now, await shrinker()))

  /** Only staff ever wake it. */
  const desk = once(async () => {
    const [{ createDeskLine }, { createTransport }] = await Promise.all([
      import('./desk.ts'),
      import('./http.ts'),
    ])
    return createDeskLine(createTransport('', undefined, 'same-origin'), async (file) =>
      (await shrinker())(file),
    )
  })

  const settings = createSettings(database)
  const updates = createUpdates(database)
  const supervisor = createSupervisorDesk({
    database,
    transport: { send: async (request) => (await transport()).send(request) },
    changes,
    now,
    monotonic: () => performance.now(),
    newId,
    shrink: async (file) => (await shrinker())(file),
    filed: async (id) => (await filing()).get(id),
    saved,
    geolocation: (navigator as Partial<Navigator>).geolocation,
    ...(updates.storeSupervisorFiles && { storeFiles: updates.storeSupervisorFiles }),
  })

  const push = once(async () => (await import('./push.ts')).createPush(database, await transport()))

  return Promise.resolve<Services>({
    settings: {
      load: () => settings.load(),
      async save(changed) {
        await settings.save(changed)
        // Photos that waited for Wi-Fi may go now.
        delivery.saved()
      },
    },
    catalogue: createCatalogueLibrary(database, changes, now),
    notices: {
      list: async () => (await notices()).list(),
      get: async (id) => (await notices()).get(id),
      save: async (notice, ticked) => (await notices()).save(notice, ticked),
      remove: async (id) => (await notices()).remove(id),
    },
    drafts: {
      list: async (kind) => (await drafts()).list(kind),
      get: async (id) => (await drafts()).get(id),
      put: async (draft) => (await drafts()).put(draft),
      discard: async (id) => (await drafts()).discard(id),
    },
    photos: {
      add: async (file) => (await photos()).add(file),
      url: async (sha256) => (await photos()).url(sha256),
    },
    filing: {
      async file(request) {
        const record = await (await filing()).file(request)
        // There is something to lose now. Browsers that ask the user for this ask best after an action of theirs.
        void persisted().catch(() => undefined)
        return record
      },
      list: async () => (await filing()).list(),
      get: async (id) => (await filing()).get(id),
      remove: async (id, into) => (await filing()).remove(id, into),
      retry: async (id) => (await filing()).retry(id),
      refresh: async (id) => (await filing()).refresh(id),
      lookup: async (code) => (await filing()).lookup(code),
      async exportUnsent(passphrase) {
        const { exportUnsent } = await import('./export-unsent.ts')
        return exportUnsent(database, passphrase, now())
      },
      async importUnsent(file, passphrase) {
        const { importUnsent } = await import('./import-unsent.ts')
        const bytes = new Uint8Array(await file.arrayBuffer())
        const imported = await importUnsent(database, bytes, passphrase, now())
        changes.tell('outbox')
        changes.tell('drafts')
        saved()
        return imported
      },
      onChange: (listener) => changes.on('outbox', listener),
    },
    drain: delivery,
    supervisor,
    async board(region) {
      const { readBoard } = await import('./board.ts')
      return readBoard(database, await transport(), region)
    },
    async publicNotices(region) {
      const { readPublicNotices } = await import('./public-notices.ts')
      return readPublicNotices(await transport(), region)
    },
    async publicNotice(region, id) {
      const { readPublicNotice } = await import('./public-notices.ts')
      return readPublicNotice(await transport(), region, id)
    },
    async scores(region) {
      const { readScores } = await import('./public-notices.ts')
      return readScores(await transport(), region)
    },
    receiptPhoto: async (code, sha256) => (await import('./receipt-photo.ts')).receiptPhoto(code, sha256),
    desk: {
      ask: async (endpoint, input) => (await desk()).ask(endpoint, input),
      photo: async (file) => (await desk()).photo(file),
    },
    ...('PushManager' in globalThis && 'Notification' in globalThis
      ? {
          push: {
            wanted: async () => (await push()).wanted(),
            target: async (key) => (await push()).target(key),
            fingerprint: async () => (await push()).fingerprint(),
            tell: async (wish) => (await push()).tell(wish),
          },
        }
      : {}),
    storage: {
      state: async () => (await import('./storage.ts')).storageState(database),
      persist: async () => (await import('./storage.ts')).persistStorage(),
      async lost() {
        const { watchKept } = await import('./canary.ts')
        return watchKept(database, changes, localStorage, newId, now)
      },
      forgetLoss: () => void import('./canary.ts').then(({ forgetLoss }) => forgetLoss(localStorage)),
    },
    online: {
      current: () => navigator.onLine,
      onChange(listener) {
        const tell = () => {
          listener(navigator.onLine)
        }
        addEventListener('online', tell)
        addEventListener('offline', tell)
        return () => {
          removeEventListener('online', tell)
          removeEventListener('offline', tell)
        }
      },
    },
    updates,
    badge(count) {
      const phone = navigator as Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>
      void (count > 0 ? phone.setAppBadge?.(count) : phone.clearAppBadge?.())?.catch(() => undefined)
    },
    now,
    newId,
    async newReceipt() {
      const [{ CODE_RANDOM_BYTES, receiptCode, receiptSymbols }, { sha256Hex }] = await Promise.all([
        import('#domain/receipts/code'),
        import('./digest.ts'),
      ])
      const code = receiptCode(crypto.getRandomValues(new Uint8Array(CODE_RANDOM_BYTES)))
      return { code, digest: await sha256Hex(new TextEncoder().encode(receiptSymbols(code))) }
    },
  })
}

/** The service worker is registered once the first screen has had the line to itself. */
function createUpdates(
  database: Database,
): Services['updates'] & { storeSupervisorFiles?: () => Promise<void> } {
  const listeners = new Set<() => void>()
  let ready = false
  const watching = once(async () => {
    const { watchUpdates } = await import('./updates.ts')
    return watchUpdates(() => {
      ready = true
      for (const listener of listeners) listener()
    }, database)
  })
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    const start = () => void watching().catch(() => undefined)
    if (document.readyState === 'complete') start()
    else addEventListener('load', start, { once: true })
  }
  return {
    ready: () => ready,
    onReady(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async apply() {
      await (await watching()).apply()
    },
    ...(import.meta.env.PROD && 'serviceWorker' in navigator
      ? {
          check: async () => (await watching()).check(),
          storeSupervisorFiles: async () => (await watching()).storeSupervisorFiles(),
        }
      : {}),
  }
}
