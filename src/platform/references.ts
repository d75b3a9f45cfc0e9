/** Which blobs are still needed, and the removal of those that are not. */
import type { Database } from './db.ts'

/** A photo just taken may wait this long for its draft to be saved. */
const GRACE_MS = 24 * 60 * 60 * 1000

/** Every SHA-256 that a record mentions, wherever it stands in it: to keep one too many is cheap, one too few is not. */
function mentioned(record: unknown): string[] {
  return JSON.stringify(record).match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g) ?? []
}

/**
 * Removes the blobs that no draft, filed record, outbox entry or set-aside record mentions. One transaction over all of
 * these, so that nothing can begin to refer to a blob while it goes.
 * @returns how many went
 */
export async function collectBlobs(database: Database, now: number): Promise<number> {
  return database.write(['blobs', 'drafts', 'filed', 'outbox', 'setAside'], 'relaxed', async (tx) => {
    const needed = new Set<string>()
    for (const store of ['drafts', 'filed', 'outbox', 'setAside'] as const)
      for (const record of await tx.objectStore(store).getAll())
        for (const hash of mentioned(record)) needed.add(hash)
    const blobs = tx.objectStore('blobs')
    let gone = 0
    for (const key of await blobs.getAllKeys()) {
      if (needed.has(key)) continue
      const blob = await blobs.get(key)
      // A time in the future is a clock that was put back, not a photo yet to come: its day begins now.
      if (blob && blob.addedAt > now) await blobs.put({ ...blob, addedAt: now })
      if (blob && now - blob.addedAt < GRACE_MS) continue
      await blobs.delete(key)
      gone += 1
    }
    return gone
  })
}
