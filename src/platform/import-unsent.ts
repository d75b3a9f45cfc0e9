/** Takes in what another phone exported unsent, to be sent from here. */
import * as v from 'valibot'
import type { ImportedUnsent } from '#sync/services'
import type { OutboxEntry } from '#sync/types'
import { concealBlob, concealSealed, isSealed, keyAtRest } from './at-rest.ts'
import type { Database } from './db.ts'
import { sha256Hex } from './digest.ts'
import { SEQUENCE_KEY } from './file-into.ts'
import type { StoredBlob, StoredFiled } from './schema.ts'
import { DraftSchema, FiledSchema, liesInVault, OutboxEntrySchema } from './stored-schemas.ts'
import { openExport } from './unsent-file.ts'

/** An entry without its filed record is sent all the same. */
interface Stored {
  entry: OutboxEntry
  record?: StoredFiled | undefined
}

function readable<S extends v.GenericSchema>(schema: S, values: readonly unknown[]): v.InferOutput<S>[] {
  return values.flatMap((value) => {
    const parsed = v.safeParse(schema, value)
    return parsed.success ? [parsed.output] : []
  })
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

/** The photos whose bytes are what their names say. */
async function wholeBlobs(
  blobs: { sha256: string; type: string; data: string }[],
  now: number,
): Promise<StoredBlob[]> {
  const whole: StoredBlob[] = []
  for (const { sha256, type, data } of blobs) {
    const bytes = fromBase64(data)
    if ((await sha256Hex(bytes)) === sha256) whole.push({ sha256, type, bytes: bytes.buffer, addedAt: now })
  }
  return whole
}

/** What a supervisor sealed lies on this phone as if it were sealed here: encrypted, its photos too. */
async function concealed(database: Database, stored: Stored[], blobs: StoredBlob[]): Promise<Stored[]> {
  const sealed = stored.filter(({ entry }) => isSealed(entry))
  if (sealed.length === 0) return stored
  const key = await keyAtRest(database)
  const secret = new Set(sealed.flatMap(({ entry }) => entry.attachments.map(({ sha256 }) => sha256)))
  for (const [at, blob] of blobs.entries())
    if (secret.has(blob.sha256)) blobs[at] = await concealBlob(key, blob)
  return Promise.all(
    stored.map(async (one) => {
      if (!isSealed(one.entry) || !one.record) return one
      const { payload, title, inspection, ...rest } = one.record
      const hidden = await concealSealed(key, one.entry.id, {
        payload,
        title,
        ...(inspection === undefined ? {} : { inspection }),
      })
      return { entry: { ...one.entry, payload: hidden.payload }, record: { ...rest, ...hidden } }
    }),
  )
}

/**
 * Records keep their ids, so whatever has reached the server by another way meanwhile is answered as a duplicate and
 * has no second effect. What this phone has already, waiting or delivered, stays as it is. One strict transaction.
 * @param now epoch ms
 * @throws ServiceError as `openExport`, and `quota` or `storage`
 */
export async function importUnsent(
  database: Database,
  file: Uint8Array<ArrayBuffer>,
  passphrase: string,
  now: number,
): Promise<ImportedUnsent> {
  const from = await openExport(file, passphrase)
  const filed = new Map(readable(FiledSchema, from.filed).map((record) => [record.id, record]))
  const pairs = readable(OutboxEntrySchema, from.entries)
    .toSorted((a, b) => a.sequence - b.sequence)
    .map((entry) => ({ entry, record: filed.get(entry.id) }))
  const blobs = await wholeBlobs(from.blobs, now)
  const stored = await concealed(database, pairs, blobs)
  const drafts = readable(DraftSchema, from.drafts).filter((draft) => !liesInVault(draft))

  return database.write(['outbox', 'filed', 'drafts', 'blobs', 'meta'], 'strict', async (tx) => {
    const counts: ImportedUnsent = { records: 0, known: 0, drafts: 0, photos: 0 }
    const meta = tx.objectStore('meta')
    const last = await meta.get(SEQUENCE_KEY)
    let sequence = typeof last === 'number' ? last : 0
    for (const { entry, record } of stored) {
      const known = await Promise.all([
        tx.objectStore('filed').getKey(entry.id),
        tx.objectStore('outbox').getKey(entry.id),
      ])
      if (known.some((key) => key !== undefined)) {
        counts.known += 1
        continue
      }
      sequence += 1
      if (record) await tx.objectStore('filed').add(record)
      await tx.objectStore('outbox').add({ ...entry, sequence, attempts: 0, notBefore: 0 })
      counts.records += 1
    }
    for (const draft of drafts) {
      if ((await tx.objectStore('drafts').getKey(draft.id)) !== undefined) continue
      await tx.objectStore('drafts').add(draft)
      counts.drafts += 1
    }
    for (const blob of blobs) {
      if ((await tx.objectStore('blobs').getKey(blob.sha256)) !== undefined) continue
      await tx.objectStore('blobs').add(blob)
      counts.photos += 1
    }
    await meta.put(sequence, SEQUENCE_KEY)
    return counts
  })
}
