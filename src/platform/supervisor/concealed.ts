/** Drafts and photos of inspections not yet sealed: on disk only encrypted, readable only while unlocked. */
import * as v from 'valibot'
import { utf8 } from '#domain/inspections/encoding'
import { ServiceError, type Draft, type DraftBox, type FileLike, type PhotoAlbum } from '#sync/services'
import { readBlob } from '../at-rest.ts'
import type { Changes } from '../changes.ts'
import type { Database } from '../db.ts'
import { sha256Hex } from '../digest.ts'
import { assertBase } from '../draft-base.ts'
import { readAll, readOne } from '../read.ts'
import { collectBlobs } from '../references.ts'
import type { StoredBlob } from '../schema.ts'
import { DraftSchema } from '../stored-schemas.ts'
import { conceal, reveal } from './vault.ts'

/** A photo shrunk to what is kept, without EXIF. */
export type Shrink = (file: FileLike) => Promise<{ bytes: ArrayBuffer; type: 'image/jpeg' }>

export interface ConcealedPorts {
  database: Database
  changes: Changes
  now: () => number
  shrink: Shrink
  /** the vault's key; throws `ServiceError('locked')` */
  key: () => CryptoKey
}

const CONCEALED_TYPE = 'application/octet-stream'
const Box = v.object({ box: v.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer) })
const Content = v.object({ data: v.unknown(), photos: v.array(v.string()) })

/** Where a concealed photo lies: not under its own hash, where the same photo may lie openly for a citizen's case. */
export const concealedName = (sha256: string): Promise<string> => sha256Hex(utf8(`concealed:${sha256}`))

const draftContext = (id: string) => `draft:${id}`
const photoContext = (sha256: string) => `photo:${sha256}`

/** The bytes of a concealed photo, or undefined when it is not on this phone or cannot be opened. */
export async function revealPhoto(
  database: Database,
  key: CryptoKey,
  sha256: string,
): Promise<ArrayBuffer | undefined> {
  const db = await database.open()
  const stored = await db.get('blobs', await concealedName(sha256))
  if (!(stored?.bytes instanceof ArrayBuffer)) return undefined
  const bytes = await reveal(key, stored.bytes, photoContext(sha256))
  return bytes && (await sha256Hex(bytes)) === sha256 ? bytes : undefined
}

export function createConcealedDrafts(ports: ConcealedPorts): DraftBox {
  const { database, changes, now } = ports

  async function open(stored: Draft): Promise<Draft | undefined> {
    const sealed = v.safeParse(Box, stored.data)
    if (!sealed.success) return undefined
    const plain = await reveal(ports.key(), sealed.output.box, draftContext(stored.id))
    if (!plain) return undefined
    const content = v.safeParse(Content, JSON.parse(new TextDecoder().decode(plain)))
    return content.success ? { ...stored, ...content.output } : undefined
  }

  return {
    async list(kind) {
      ports.key()
      const stored = await readAll(database, 'drafts', DraftSchema)
      const opened = await Promise.all(stored.filter((draft) => draft.kind === kind).map(open))
      return opened
        .filter((draft) => draft !== undefined)
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    },
    async get(id) {
      ports.key()
      const stored = await readOne(database, 'drafts', id, DraftSchema)
      return stored && open(stored)
    },
    async put(draft, since) {
      const plain = utf8(JSON.stringify({ data: draft.data, photos: draft.photos }))
      const box = await conceal(ports.key(), plain, draftContext(draft.id))
      const db = await database.open()
      const names = await Promise.all(
        draft.photos.map(async (sha256) =>
          // A correction shows photos of the sealed record: they stay while the draft does.
          (await db.getKey('blobs', sha256)) === undefined ? concealedName(sha256) : sha256,
        ),
      )
      await database.write(['drafts'], 'strict', async (tx) => {
        const store = tx.objectStore('drafts')
        // Also for one that comes after its record was sealed: it would bring the draft back from the dead.
        assertBase(await store.get(draft.id), since)
        await store.put({ ...draft, data: { box }, photos: names })
      })
      changes.tell('drafts')
    },
    async discard(id) {
      ports.key()
      await database.write(['drafts'], 'strict', (tx) => tx.objectStore('drafts').delete(id))
      changes.tell('drafts')
      await collectBlobs(database, now())
    },
  }
}

export function createConcealedPhotos(ports: ConcealedPorts): PhotoAlbum {
  const { database, now, shrink } = ports
  return {
    async add(file) {
      const key = ports.key()
      const { bytes, type } = await shrink(file)
      const sha256 = await sha256Hex(bytes)
      const size = bytes.byteLength
      const box = await conceal(key, bytes, photoContext(sha256))
      const blob: StoredBlob = {
        sha256: await concealedName(sha256),
        type: CONCEALED_TYPE,
        bytes: box,
        addedAt: now(),
      }
      await database.write(['blobs'], 'strict', (tx) => tx.objectStore('blobs').put(blob))
      return { sha256, bytes: size, type }
    },
    /** Sealed photos lie under their own hash and open without the PIN; those of drafts only with it. */
    async url(sha256) {
      const key = ports.key()
      const sealed = await readBlob(database, sha256)
      const bytes = sealed?.bytes ?? (await revealPhoto(database, key, sha256))
      return bytes && URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
    },
  }
}

/** Thrown by every access while the vault is shut. */
export function locked(waitMs = 0): ServiceError {
  return new ServiceError('locked', 'the vault is locked', { waitMs })
}
