/** The outbox in IndexedDB: the store port of the sync core. */
import * as v from 'valibot'
import type { LineState, OutboxStore, Settlement } from '#sync/ports'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import { readAll } from './read.ts'
import { LineSchema, OutboxEntrySchema } from './stored-schemas.ts'

const LINE_KEY = 'line'
const FRESH: LineState = { failures: 0, notBefore: 0 }

export function createOutboxStore(database: Database, changes: Changes): OutboxStore {
  return {
    async entries() {
      const entries = await readAll(database, 'outbox', OutboxEntrySchema)
      return entries.sort((a, b) => a.sequence - b.sequence)
    },

    async blob(sha256) {
      const db = await database.open()
      const stored = await db.get('blobs', sha256)
      return stored?.bytes instanceof ArrayBuffer ? new Uint8Array(stored.bytes) : undefined
    },

    async settle(settlements) {
      await database.write(['outbox', 'filed'], 'strict', async (tx) => {
        const outbox = tx.objectStore('outbox')
        const filed = tx.objectStore('filed')
        const apply = async (settlement: Settlement) => {
          const { id } = settlement
          if (settlement.outcome === 'delivered') {
            const [there, record] = await Promise.all([outbox.getKey(id), filed.get(id)])
            if (there === undefined) return
            const delivered = { receivedAt: settlement.receivedAt }
            await Promise.all([outbox.delete(id), ...(record ? [filed.put({ ...record, delivered })] : [])])
            return
          }
          const entry = await outbox.get(id)
          // Removed by its author in the meantime: then there is nothing to settle.
          if (!entry) return
          if (settlement.outcome === 'failed') {
            const { attempts, notBefore, lastFailure } = settlement
            await outbox.put({ ...entry, attempts, notBefore, lastFailure })
          } else {
            await outbox.put({ ...entry, state: 'needsAttention', refusal: settlement.refusal })
          }
        }
        await Promise.all(settlements.map(apply))
      })
      changes.tell('outbox')
    },

    async line() {
      const db = await database.open()
      const parsed = v.safeParse(LineSchema, await db.get('meta', LINE_KEY))
      return parsed.success ? parsed.output : FRESH
    },

    async setLine(line) {
      await database.write(['meta'], 'relaxed', (tx) => tx.objectStore('meta').put(line, LINE_KEY))
    },
  }
}
