/** How safe the phone keeps what is stored, and how much room there is. */
import type { StorageState } from '#sync/services'
import type { Database } from './db.ts'

/** Where the browser cannot say, nothing is promised: not persisted, sizes 0. */
export async function storageState(database: Database): Promise<StorageState> {
  const manager = navigator.storage as StorageManager | undefined
  const [persisted, estimate, db] = await Promise.all([
    manager?.persisted() ?? false,
    manager?.estimate() ?? { usage: 0, quota: 0 },
    database.open(),
  ])
  return {
    persisted,
    usage: estimate.usage ?? 0,
    quota: estimate.quota ?? 0,
    setAside: await db.count('setAside'),
  }
}

/** Asks the browser not to clear this app's data under pressure. */
export async function persistStorage(): Promise<boolean> {
  const manager = navigator.storage as StorageManager | undefined
  return (await manager?.persist()) ?? false
}
