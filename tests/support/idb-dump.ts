/** A whole IndexedDB as JSON and back: how a phone's database of an earlier version is kept and made again. */
import { openDB, type IDBPDatabase } from 'idb'

interface DumpedStore {
  name: string
  keyPath: string | string[] | null
  autoIncrement: boolean
  indexes: { name: string; keyPath: string | string[] }[]
  records: { key: IDBValidKey; value: unknown }[]
}
export interface Dump {
  version: number
  stores: DumpedStore[]
}

/** Bytes as `{"$bytes": base64}`; what JSON cannot hold (a key that never leaves the phone) is left out. */
function packed(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof CryptoKey) return undefined
  if (Array.isArray(value)) return value.map(packed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, packed(part)]))
}

function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked)
  if (typeof value !== 'object' || value === null) return value
  if ('$bytes' in value) return Uint8Array.from(Buffer.from(String(value.$bytes), 'base64')).buffer
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpacked(part)]))
}

/** Without the stores named in `without`. */
export async function dumpDatabase(name: string, without: readonly string[] = []): Promise<Dump> {
  const db: IDBPDatabase = await openDB(name)
  const stores: DumpedStore[] = []
  for (const store of db.objectStoreNames) {
    const tx = db.transaction(store)
    const { keyPath, autoIncrement, indexNames } = tx.store
    const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()])
    stores.push({
      name: store,
      keyPath,
      autoIncrement,
      indexes: [...indexNames].map((index) => ({ name: index, keyPath: tx.store.index(index).keyPath })),
      records: without.includes(store)
        ? []
        : keys.map((key, at) => ({ key, value: packed(values[at] as unknown) })),
    })
  }
  const { version } = db
  db.close()
  return { version, stores }
}

/** Makes the database as it was, under this name. */
export async function loadDatabase(name: string, { version, stores }: Dump): Promise<void> {
  const db = await openDB(name, version, {
    upgrade(fresh) {
      for (const { name: store, keyPath, autoIncrement, indexes } of stores) {
        const made = fresh.createObjectStore(store, { keyPath, autoIncrement })
        for (const index of indexes) made.createIndex(index.name, index.keyPath)
      }
    },
  })
  for (const { name: store, keyPath, records } of stores)
    for (const { key, value } of records)
      await db.put(store, unpacked(value), keyPath === null ? key : undefined)
  db.close()
}
