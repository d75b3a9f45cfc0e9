/**
 * The last resort: everything unsent, photos included, as one encrypted file.
 *
 * Format, all numbers big-endian:
 *   8 bytes   ASCII `MINGCHA1`
 *   4 bytes   PBKDF2 iterations (SHA-256)
 *   16 bytes  salt
 *   12 bytes  AES-GCM nonce
 *   the rest  AES-256-GCM of the UTF-8 JSON below, tag at the end, the 40 bytes before it as additional data
 *
 * JSON: `{ format: 'mingcha-unsent', version: 1, exportedAt, entries, filed, drafts, setAside, blobs: [{ sha256, type,
 * data }] }`, `data` in base64; entries and filed records as the app stores them.
 */
import * as v from 'valibot'
import { ServiceError } from '#sync/services'
import type { Database } from './db.ts'
import { DraftSchema, FiledSchema, OutboxEntrySchema } from './stored-schemas.ts'

const MAGIC = 'MINGCHA1'
const ITERATIONS = 600_000
const MOST_ITERATIONS = 10_000_000
const HEADER_BYTES = 40

export const UnsentFile = v.object({
  format: v.literal('mingcha-unsent'),
  version: v.literal(1),
  exportedAt: v.string(),
  entries: v.array(OutboxEntrySchema),
  filed: v.array(FiledSchema),
  drafts: v.array(DraftSchema),
  setAside: v.array(v.unknown()),
  blobs: v.array(v.object({ sha256: v.string(), type: v.string(), data: v.string() })),
})
export type UnsentFile = v.InferOutput<typeof UnsentFile>

async function keyOf(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(passphrase.normalize('NFC'))
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

/** In pieces, since a call takes only so many arguments. */
function toBase64(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer)
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/** What is not on the server yet: entries, their filed records, drafts, what was set aside, and the photos of all. */
async function unsent(database: Database, now: number): Promise<string> {
  const db = await database.open()
  const tx = db.transaction(['outbox', 'filed', 'drafts', 'setAside', 'blobs'])
  const [entries, filed, drafts, setAside] = await Promise.all([
    tx.objectStore('outbox').getAll(),
    tx.objectStore('filed').getAll(),
    tx.objectStore('drafts').getAll(),
    tx.objectStore('setAside').getAll(),
  ])
  const waiting = new Set(entries.map(({ id }) => id))
  const hashes = new Set([
    ...entries.flatMap(({ attachments }) => attachments.map(({ sha256 }) => sha256)),
    ...drafts.flatMap(({ photos }) => photos),
  ])
  const blobs = await Promise.all([...hashes].map((hash) => tx.objectStore('blobs').get(hash)))
  return JSON.stringify({
    format: 'mingcha-unsent',
    version: 1,
    exportedAt: new Date(now).toISOString(),
    entries,
    filed: filed.filter(({ id }) => waiting.has(id)),
    drafts,
    setAside,
    blobs: blobs.flatMap((blob) =>
      blob ? [{ sha256: blob.sha256, type: blob.type, data: toBase64(blob.bytes) }] : [],
    ),
  })
}

export async function exportUnsent(
  database: Database,
  passphrase: string,
  now: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const plain = new TextEncoder().encode(await unsent(database, now))
  const header = new Uint8Array(HEADER_BYTES)
  header.set(new TextEncoder().encode(MAGIC))
  new DataView(header.buffer).setUint32(8, ITERATIONS)
  crypto.getRandomValues(header.subarray(12))
  const key = await keyOf(passphrase, header.slice(12, 28), ITERATIONS)
  const iv = header.slice(28, HEADER_BYTES)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: header }, key, plain)
  const file = new Uint8Array(HEADER_BYTES + sealed.byteLength)
  file.set(header)
  file.set(new Uint8Array(sealed), HEADER_BYTES)
  return file
}

/**
 * Reads such a file back.
 * @throws ServiceError `badRequest` for a file of another kind, `forbidden` for a wrong passphrase or changed bytes
 */
export async function openExport(file: Uint8Array<ArrayBuffer>, passphrase: string): Promise<UnsentFile> {
  const header = file.slice(0, HEADER_BYTES)
  const iterations = header.length < HEADER_BYTES ? 0 : new DataView(header.buffer).getUint32(8)
  const magic = new TextDecoder().decode(header.subarray(0, MAGIC.length))
  if (magic !== MAGIC || iterations === 0 || iterations > MOST_ITERATIONS)
    throw new ServiceError('badRequest', 'not an export of this app')
  const key = await keyOf(passphrase, header.slice(12, 28), iterations)
  const iv = header.slice(28, HEADER_BYTES)
  let plain: ArrayBuffer
  try {
    plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: header },
      key,
      file.slice(HEADER_BYTES),
    )
  } catch {
    throw new ServiceError('forbidden', 'wrong passphrase, or the file was changed')
  }
  const parsed = v.safeParse(UnsentFile, JSON.parse(new TextDecoder().decode(plain)))
  if (!parsed.success) throw new ServiceError('badRequest', v.summarize(parsed.issues))
  return parsed.output
}
