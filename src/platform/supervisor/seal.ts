/** Sealing: the record completed, signed, and filed with the chain moved on, all or nothing. */
import type { StoreNames } from 'idb'
import { utf8 } from '#domain/inspections/encoding'
import { completeRecord, type UnsealedRecord } from '#domain/inspections/record'
import { receiptNumber } from '#domain/receipts/number'
import { ServiceError, type SupervisorProfile } from '#sync/services'
import { concealBlob, concealSealed, keyAtRest } from '../at-rest.ts'
import type { Database } from '../db.ts'
import { sha256Hex } from '../digest.ts'
import { FILING_STORES, fileInto } from '../file-into.ts'
import type { MingchaDb, StoredBlob } from '../schema.ts'
import { concealedName, revealPhoto } from './concealed.ts'
import { sealRecord, signingKey } from './device-key.ts'
import { parseRecord, readRecord, type SupervisorRecord } from './records.ts'

export interface SealPorts {
  database: Database
  now: () => number
  serverTime: () => { at: string; elapsedMs: number } | undefined
}

const STORES: StoreNames<MingchaDb>[] = [...FILING_STORES, 'supervisor']

/** Another tab sealed in between; a handful of tries is more than two tabs ever need. */
const TRIES = 10

/** The record's photos as they will lie from now on: named by their hash, and to be opened without a PIN. */
async function sealedPhotos(
  { database, now }: SealPorts,
  key: CryptoKey,
  atRest: CryptoKey,
  record: UnsealedRecord,
): Promise<StoredBlob[]> {
  const db = await database.open()
  const names = [...new Set(record.photos.map((photo) => photo.sha256))]
  const photos = await Promise.all(
    names.map(async (sha256): Promise<StoredBlob[]> => {
      const bytes = await revealPhoto(database, key, sha256)
      if (bytes) return [await concealBlob(atRest, { sha256, type: 'image/jpeg', bytes, addedAt: now() })]
      // A correction carries photos of the record it corrects: they lie there already.
      if ((await db.getKey('blobs', sha256)) !== undefined) return []
      throw new ServiceError('storage', 'a photo is no longer on this phone', { hashes: [sha256] })
    }),
  )
  return photos.flat()
}

function headOf(chain: SupervisorRecord<'chain'> | undefined, device: string) {
  // A phone enrolled anew has a new key, and its chain begins anew.
  return chain?.device === device ? { sequence: chain.sequence, hash: chain.hash } : undefined
}

/**
 * Signs outside the transaction (IndexedDB does not wait for cryptography) and files inside it only if the chain still
 * ends where the signature says; otherwise it signs again. Resolves when the disk has it.
 */
export async function seal(
  ports: SealPorts,
  profile: SupervisorProfile,
  vaultKey: CryptoKey,
  draft: UnsealedRecord,
  title: string,
  draftId: string,
): Promise<void> {
  const { database } = ports
  const { device } = profile
  const key = await signingKey(database, device)
  const atRest = await keyAtRest(database)
  const photos = await sealedPhotos(ports, vaultKey, atRest, draft)
  const sizes = new Map(draft.photos.map((photo) => [photo.sha256, photo.bytes]))
  const attachments = [...sizes].map(([sha256, bytes]) => ({ sha256, bytes, type: 'image/jpeg' as const }))
  const concealed = await Promise.all(photos.map((photo) => concealedName(photo.sha256)))

  for (let attempt = 0; attempt < TRIES; attempt++) {
    const head = headOf(await readRecord(database, 'chain'), device)
    const sealedAt = new Date(ports.now()).toISOString()
    const record = completeRecord(draft, head, sealedAt, ports.serverTime())
    const jws = await sealRecord(record, device, key)
    const hash = await sha256Hex(utf8(jws))
    const hidden = await concealSealed(atRest, draft.id, {
      payload: { id: draft.id, device, jws, photos: attachments },
      title,
      inspection: record,
    })
    const done = await database.write(STORES, 'strict', async (tx) => {
      if ((await tx.objectStore('filed').getKey(draft.id)) !== undefined) return true
      const now = headOf(parseRecord('chain', await tx.objectStore('supervisor').get('chain')), device)
      if (now?.hash !== head?.hash) return false
      const blobs = tx.objectStore('blobs')
      await Promise.all(photos.map((photo) => blobs.put(photo)))
      await fileInto(
        tx,
        {
          type: 'inspection.submit',
          ...hidden,
          entity: draft.id,
          attachments,
          number: receiptNumber('inspection', draft.id, sealedAt),
          draft: draftId,
        },
        Date.parse(sealedAt),
      )
      await Promise.all(concealed.map((name) => blobs.delete(name)))
      await tx.objectStore('supervisor').put({ device, sequence: record.sequence, hash }, 'chain')
      return true
    })
    if (done) return
  }
  throw new ServiceError('storage', 'the chain of this device moved on at every try')
}
