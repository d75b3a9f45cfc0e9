/** The outbox in IndexedDB: the store port of the sync core. */
import * as v from 'valibot'
import type { LineState, OutboxStore, Settlement } from '#sync/ports'
import { readBlob, revealEntries } from './at-rest.ts'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import { gathered } from './gathered.ts'
import { readAll } from './read.ts'
import { settleInto } from './settle-into.ts'
import { LineSchema, OutboxEntrySchema } from './stored-schemas.ts'

const LINE_KEY = 'line'
const FRESH: LineState = { failures: 0, notBefore: 0 }

export function createOutboxStore(database: Database, changes: Changes): OutboxStore {
  // The disk is asked to make sure once for all answers that came while it was busy.
  const settling = gathered((settlements: Settlement[]) =>
    database.write(['outbox', 'filed'], 'strict', (tx) => settleInto(tx, settlements)),
  )
  return {
    async entries() {
      const entries = await readAll(database, 'outbox', OutboxEntrySchema)
      return revealEntries(
        database,
        entries.sort((a, b) => a.sequence - b.sequence),
      )
    },

    async blob(sha256) {
      const stored = await readBlob(database, sha256)
      return stored && new Uint8Array(stored.bytes)
    },

    async settle(settlements) {
      await settling(settlements)
      changes.tell('outbox')
    },

    async line() {
      const stored = await database.read((db) => db.get('meta', LINE_KEY))
      const parsed = v.safeParse(LineSchema, stored)
      return parsed.success ? parsed.output : FRESH
    },

    async setLine(line) {
      await database.write(['meta'], 'relaxed', (tx) => tx.objectStore('meta').put(line, LINE_KEY))
    },
  }
}
