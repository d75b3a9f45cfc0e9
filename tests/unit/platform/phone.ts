/** A phone's storage for tests: a database of its own in fake IndexedDB. */
import 'fake-indexeddb/auto'
import { createChanges, type Changes } from '#platform/changes'
import { createDatabase, type Database } from '#platform/db'
import { sha256Hex } from '#platform/digest'
import { createFiling, type FilingPorts } from '#platform/filing'
import type { Transport } from '#sync/ports'

let count = 0

export interface Phone {
  database: Database
  changes: Changes
  name: string
  close: () => Promise<void>
}

export function phone(name = `phone-${++count}-${Math.random()}`): Phone {
  const database = createDatabase(name)
  const changes = createChanges(name)
  return {
    database,
    changes,
    name,
    async close() {
      changes.close()
      await database.close()
    },
  }
}

const nowhere: Transport = { send: () => Promise.reject(new Error('no network')) }

export function filingOn({ database, changes }: Phone, more: Partial<FilingPorts> = {}) {
  return createFiling({
    database,
    transport: nowhere,
    changes,
    now: () => Date.parse('2026-11-23T08:00:00Z'),
    gone: new Set(),
    saved: () => undefined,
    ...more,
  })
}

/** Puts bytes where a photo would be, and says what a form would attach. */
export async function putPhoto(
  { database }: Phone,
  bytes: Uint8Array<ArrayBuffer>,
  addedAt = Date.parse('2026-11-23T07:59:00Z'),
): Promise<{ sha256: string; bytes: number; type: 'image/jpeg' }> {
  const sha256 = await sha256Hex(bytes)
  await database.write(['blobs'], 'strict', (tx) =>
    tx.objectStore('blobs').put({ sha256, type: 'image/jpeg', bytes: bytes.slice().buffer, addedAt }),
  )
  return { sha256, bytes: bytes.byteLength, type: 'image/jpeg' }
}
