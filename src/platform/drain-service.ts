/** The drainer on this phone: the sync core with IndexedDB, fetch and Web Locks. App and service worker use this. */
import { createDrainer, type Drainer } from '#sync/drain'
import type { Transport } from '#sync/ports'
import type { DrainProgress } from '#sync/types'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import { sha256Hex } from './digest.ts'
import { photosWait } from './metered.ts'
import { createOutboxStore } from './outbox-store.ts'
import { createLock } from './web-lock.ts'

export function createPhoneDrainer(
  database: Database,
  transport: Transport,
  changes: Changes,
  now: () => number,
  onProgress?: (progress: DrainProgress) => void,
  onServerTime?: (at: string) => void,
): Drainer {
  return createDrainer({
    store: createOutboxStore(database, changes),
    transport,
    clock: { now },
    random: Math.random,
    digest: sha256Hex,
    lock: createLock(),
    photosWait: () => photosWait(database),
    ...(onProgress ? { onProgress } : {}),
    ...(onServerTime ? { onServerTime } : {}),
  })
}
