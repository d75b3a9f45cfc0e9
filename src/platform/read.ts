/** Reading records back: what does not hold is set aside, kept as it was, and never holds up the others. */
import type { StoreNames } from 'idb'
import * as v from 'valibot'
import type { Database } from './db.ts'
import type { MingchaDb } from './schema.ts'

/** Stores whose records are objects that carry their own key. */
type Readable = Extract<StoreNames<MingchaDb>, 'outbox' | 'filed' | 'drafts' | 'notices' | 'items' | 'views'>
type Key<Name extends Readable> = MingchaDb[Name]['key']

async function setAside<Name extends Readable>(
  database: Database,
  store: Name,
  key: Key<Name>,
  reason: string,
): Promise<void> {
  await database.write([store, 'setAside'] as StoreNames<MingchaDb>[], 'strict', async (tx) => {
    const value: unknown = await tx.objectStore(store).get(key)
    if (value === undefined) return
    const at = new Date().toISOString()
    await tx.objectStore('setAside').add({ store, key, value, reason, at })
    await tx.objectStore(store).delete(key)
  })
}

/** Undefined for a record that is not there, or was set aside. */
export async function readOne<Name extends Readable, S extends v.GenericSchema>(
  database: Database,
  store: Name,
  key: Key<Name>,
  schema: S,
): Promise<v.InferOutput<S> | undefined> {
  const value = await database.read((db) => db.get(store, key))
  if (value === undefined) return undefined
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  await setAside(database, store, key, v.summarize(parsed.issues))
  return undefined
}

/** All readable records of a store, by key. */
export async function readAll<S extends v.GenericSchema>(
  database: Database,
  store: Readable,
  schema: S,
): Promise<v.InferOutput<S>[]> {
  const values = await database.read((db) => db.getAll(store))
  const good: v.InferOutput<S>[] = []
  let bad = false
  for (const value of values) {
    const parsed = v.safeParse(schema, value)
    if (parsed.success) good.push(parsed.output)
    else bad = true
  }
  // Keys are only asked for when one is needed: a record that cannot be read may not even tell its own.
  if (bad)
    for (const key of await database.read((db) => db.getAllKeys(store)))
      await readOne(database, store, key, schema)
  return good
}
