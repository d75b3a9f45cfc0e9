/**
 * The phone's services, composed: those of the first screen and what every other screen needs besides. Fetched with the
 * first of those screens; what only some phones need (the supervisor's part, the staff's line) waits until it is used.
 */
import { CODE_RANDOM_BYTES, receiptCode, receiptSymbols } from '#domain/receipts/code'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import type { FirstServices, Services } from '#sync/services'
import { readBoard } from './board.ts'
import { forgetLoss, watchKept } from './canary.ts'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import type { Delivery } from './delivery.ts'
import { sha256Hex } from './digest.ts'
import { createDrafts } from './drafts.ts'
import { exportUnsent } from './export-unsent.ts'
import { createFiling } from './filing.ts'
import { createTransport } from './http.ts'
import { importUnsent } from './import-unsent.ts'
import { createNotices } from './notices.ts'
import { once } from './once.ts'
import { createPhotos, createShrinker, type Shrinker } from './photos.ts'
import { createPublicReading } from './public-notices.ts'
import { receiptPhoto } from './receipt-photo.ts'
import { persistStorage, storageState } from './storage.ts'
import { createSupervisorDesk } from './supervisor/desk.ts'
import type { ServerClock } from './supervisor/server-clock.ts'
import type { Updates } from './updates.ts'

/** What the first screen's services stand on. */
export interface Ground {
  database: Database
  changes: Changes
  delivery: Delivery
  serverClock: ServerClock
  /** absent where no service worker keeps the app */
  watching?: (() => Promise<Updates>) | undefined
}

export function createServices(
  first: FirstServices,
  { database, changes, delivery, serverClock, watching }: Ground,
): Services {
  const now = () => first.now()
  const newId = () => uuidv7(now(), crypto.getRandomValues(new Uint8Array(ID_RANDOM_BYTES)))
  const saved = () => delivery.saved()
  const persisted = once(persistStorage)
  /** drafts filed or discarded in this page */
  const gone = new Set<string>()
  const transport = createTransport()
  const filing = createFiling({ database, transport, changes, now, gone, saved })

  /** Its worker starts with the first photo. */
  let shrinker: Shrinker | undefined
  const shrink: Shrinker = (file) => (shrinker ??= createShrinker())(file)

  const push = once(async () => (await import('./push.ts')).createPush(database, transport))

  /** Only staff ever wake it. */
  const desk = once(async () => {
    const { createDeskLine } = await import('./desk.ts')
    return createDeskLine(createTransport('', undefined, 'same-origin'), shrink)
  })

  const publicReading = createPublicReading(database, transport, now)

  return {
    ...first,
    notices: createNotices(database),
    drafts: createDrafts(database, changes, now, gone),
    photos: createPhotos(database, now, shrink),
    filing: {
      ...filing,
      async file(request) {
        const record = await filing.file(request)
        // There is something to lose now. Browsers that ask the user for this ask best after an action of theirs.
        void persisted().catch(() => undefined)
        return record
      },
      exportUnsent: (passphrase) => exportUnsent(database, passphrase, now()),
      async importUnsent(file, passphrase) {
        const bytes = new Uint8Array(await file.arrayBuffer())
        const imported = await importUnsent(database, bytes, passphrase, now())
        changes.tell('outbox')
        changes.tell('drafts')
        saved()
        return imported
      },
      onChange: (listener) => changes.on('outbox', listener),
    },
    supervisor: createSupervisorDesk({
      database,
      transport,
      changes,
      now,
      serverClock,
      newId,
      shrink,
      filed: (id) => filing.get(id),
      saved,
      geolocation: (navigator as Partial<Navigator>).geolocation,
      ...(watching && { storeFiles: async () => (await watching()).storeSupervisorFiles() }),
    }),
    board: (region) => readBoard(database, transport, region),
    publicNotices: publicReading.list,
    publicNotice: publicReading.notice,
    scores: publicReading.scores,
    async publishedCases(region, query) {
      const { readPublishedCases } = await import('./published-cases.ts')
      return readPublishedCases(transport, region, query)
    },
    receiptPhoto: (code, sha256) => receiptPhoto(code, sha256),
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
      state: () => storageState(database),
      persist: persistStorage,
      lost: () => watchKept(database, changes, localStorage, newId, now),
      forgetLoss: () => forgetLoss(localStorage),
    },
    newId,
    async newReceipt() {
      const code = receiptCode(crypto.getRandomValues(new Uint8Array(CODE_RANDOM_BYTES)))
      return { code, digest: await sha256Hex(new TextEncoder().encode(receiptSymbols(code))) }
    },
  }
}
