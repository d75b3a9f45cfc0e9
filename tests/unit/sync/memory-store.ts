/** The outbox port in memory: what the drainer's own tests run on. The same contract is tested on IndexedDB. */
import type { LineState, OutboxStore } from '#sync/ports'
import type { OutboxEntry } from '#sync/types'

export interface MemoryStore extends OutboxStore {
  put: (...entries: OutboxEntry[]) => void
  putBlob: (sha256: string, bytes: Uint8Array<ArrayBuffer>) => void
  delivered: Map<string, string>
  /** when set, the next settle fails as a full disk does */
  failSettle: boolean
}

export function memoryStore(): MemoryStore {
  const entries = new Map<string, OutboxEntry>()
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  let line: LineState = { failures: 0, notBefore: 0 }
  const store: MemoryStore = {
    delivered: new Map(),
    failSettle: false,
    put: (...more) => more.forEach((entry) => entries.set(entry.id, structuredClone(entry))),
    putBlob: (sha256, bytes) => blobs.set(sha256, bytes),
    entries: () =>
      Promise.resolve(
        [...entries.values()].map((e) => structuredClone(e)).sort((a, b) => a.sequence - b.sequence),
      ),
    blob: (sha256) => Promise.resolve(blobs.get(sha256)?.slice()),
    settle(settlements) {
      if (store.failSettle) return Promise.reject(new Error('disk'))
      for (const settlement of settlements) {
        const entry = entries.get(settlement.id)
        if (!entry) continue
        if (settlement.outcome === 'delivered') {
          entries.delete(settlement.id)
          store.delivered.set(settlement.id, settlement.receivedAt)
        } else if (settlement.outcome === 'failed') {
          const { attempts, notBefore, lastFailure } = settlement
          entries.set(entry.id, { ...entry, attempts, notBefore, lastFailure })
        } else {
          entries.set(entry.id, { ...entry, state: 'needsAttention', refusal: settlement.refusal })
        }
      }
      return Promise.resolve()
    },
    line: () => Promise.resolve(line),
    setLine: (next) => {
      line = next
      return Promise.resolve()
    },
  }
  return store
}
