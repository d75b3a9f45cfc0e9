/**
 * What a supervisor sealed on this phone: the record or reply, its title and its photos lie encrypted (AES-GCM) under a key that the
 * browser keeps and never gives out. No PIN takes part in it, since what is sealed must be sent while the desk is
 * locked, by the service worker too, and must outlive a forgotten PIN. So it guards against a reader of the files and
 * of copies of the database, not against someone who runs this very browser as its owner; drafts, behind the PIN, do.
 */
import { utf8 } from '#domain/inspections/encoding'
import type { OutboxEntry } from '#sync/types'
import type { Database } from './db.ts'
import type { StoredBlob, StoredFiled } from './schema.ts'
import { conceal, reveal } from './supervisor/vault.ts'

/** Where the key lies in `meta`. */
const KEY = 'atRest'

/** What stands in the place of a payload. */
interface Boxed {
  id: string
  box: ArrayBuffer
}
type Hidden = Pick<StoredFiled, 'payload' | 'title' | 'inspection'>

/** Whether this is something that a supervisor sealed, and so lies encrypted. */
export const isSealed = ({ type }: Pick<OutboxEntry, 'type'>): boolean => type.startsWith('inspection.')

const recordContext = (id: string) => `sealed:${id}`
const blobContext = (sha256: string) => `sealed-photo:${sha256}`

const isBoxed = (payload: object): payload is Boxed =>
  'box' in payload && (payload as Boxed).box instanceof ArrayBuffer

/** This phone's key, made when first needed. Asked for anew every time: one that is not on disk must not be used. */
export async function keyAtRest(database: Database): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  return database.write(['meta'], 'strict', async (tx) => {
    const known = await tx.objectStore('meta').get(KEY)
    if (known instanceof CryptoKey) return known
    await tx.objectStore('meta').put(made, KEY)
    return made
  })
}

async function knownKey(database: Database): Promise<CryptoKey | undefined> {
  const known = await database.read((db) => db.get('meta', KEY))
  return known instanceof CryptoKey ? known : undefined
}

/** The parts of a filing as they are stored. */
export async function concealSealed(
  key: CryptoKey,
  id: string,
  hidden: Hidden,
): Promise<Pick<StoredFiled, 'payload' | 'title'>> {
  const box: Boxed = { id, box: await conceal(key, utf8(JSON.stringify(hidden)), recordContext(id)) }
  return { payload: box as unknown as StoredFiled['payload'], title: '' }
}

async function opened(key: CryptoKey | undefined, { id, box }: Boxed): Promise<Hidden | undefined> {
  const plain = key && (await reveal(key, box, recordContext(id)))
  return plain && (JSON.parse(new TextDecoder().decode(plain)) as Hidden)
}

/** Filed records as they were filed; those that lie open, and those that cannot be opened, as they are. */
export async function revealFiled(database: Database, records: StoredFiled[]): Promise<StoredFiled[]> {
  if (!records.some(({ payload }) => isBoxed(payload))) return records
  const key = await knownKey(database)
  return Promise.all(
    records.map(async (record) => {
      const { payload } = record
      return isBoxed(payload) ? { ...record, ...(await opened(key, payload)) } : record
    }),
  )
}

/** Outbox entries with what they send; the rule is that of `revealFiled`. */
export async function revealEntries(database: Database, entries: OutboxEntry[]): Promise<OutboxEntry[]> {
  if (!entries.some(({ payload }) => isBoxed(payload))) return entries
  const key = await knownKey(database)
  return Promise.all(
    entries.map(async (entry) => {
      const { payload } = entry
      const hidden = isBoxed(payload) ? await opened(key, payload) : undefined
      return hidden ? { ...entry, payload: hidden.payload } : entry
    }),
  )
}

/** A photo as it is stored once its record is sealed. */
export async function concealBlob(key: CryptoKey, blob: StoredBlob): Promise<StoredBlob> {
  return { ...blob, bytes: await conceal(key, blob.bytes, blobContext(blob.sha256)), boxed: true }
}

/** A photo by the hash of its bytes, opened where it lies encrypted; undefined when it is not to be had. */
export async function readBlob(database: Database, sha256: string): Promise<StoredBlob | undefined> {
  const stored = await database.read((db) => db.get('blobs', sha256))
  if (!(stored?.bytes instanceof ArrayBuffer)) return undefined
  if (stored.boxed !== true) return stored
  const key = await knownKey(database)
  const bytes = key && (await reveal(key, stored.bytes, blobContext(sha256)))
  return bytes && { ...stored, bytes }
}
