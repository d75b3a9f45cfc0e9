/**
 * The file that takes what is unsent from one phone to another, or to the office: one encrypted file, photos included.
 *
 * Format, all numbers big-endian:
 *   8 bytes   ASCII `MINGCHA1`
 *   4 bytes   PBKDF2 iterations (SHA-256; the passphrase in NFC, as UTF-8)
 *   16 bytes  salt
 *   12 bytes  AES-GCM nonce
 *   the rest  AES-256-GCM of the UTF-8 JSON below, tag at the end, the 40 bytes before it as additional data
 *
 * JSON: `{ format: 'mingcha-unsent', version: 1, exportedAt, entries, filed, drafts, setAside, blobs: [{ sha256, type,
 * data }] }`, `data` in base64; entries, filed records and drafts as the app stores them.
 */
import * as v from 'valibot'
import { Sha256 } from './fields.ts'

export const UNSENT_MAGIC = 'MINGCHA1'
export const UNSENT_HEADER_BYTES = 40
/** AES-GCM's tag, at the very end. */
export const UNSENT_TAG_BYTES = 16
/** A file that asks for more would only keep the machine busy. */
const MOST_ITERATIONS = 10_000_000

/** What of an outbox entry is an operation; the phone keeps more beside it. */
const UnsentEntry = v.looseObject({
  id: v.string(),
  type: v.string(),
  entity: v.string(),
  sequence: v.number(),
  savedAt: v.string(),
  payload: v.unknown(),
  attachments: v.array(v.looseObject({ sha256: Sha256 })),
})

export const UnsentFile = v.object({
  format: v.literal('mingcha-unsent'),
  version: v.literal(1),
  exportedAt: v.string(),
  entries: v.array(UnsentEntry),
  filed: v.array(v.unknown()),
  drafts: v.array(v.unknown()),
  setAside: v.array(v.unknown()),
  blobs: v.array(v.object({ sha256: Sha256, type: v.string(), data: v.string() })),
})
export type UnsentFile = v.InferOutput<typeof UnsentFile>

export interface UnsentHeader {
  iterations: number
  salt: Uint8Array<ArrayBuffer>
  nonce: Uint8Array<ArrayBuffer>
  /** all of it: additional data of the encryption */
  bytes: Uint8Array<ArrayBuffer>
}

/** The header for these iterations, with salt and nonce of 28 random bytes. */
export function unsentHeader(iterations: number, random: Uint8Array): UnsentHeader {
  const bytes = new Uint8Array(UNSENT_HEADER_BYTES)
  for (let at = 0; at < UNSENT_MAGIC.length; at++) bytes[at] = UNSENT_MAGIC.charCodeAt(at)
  new DataView(bytes.buffer).setUint32(8, iterations)
  bytes.set(random.subarray(0, 28), 12)
  return { iterations, salt: bytes.slice(12, 28), nonce: bytes.slice(28), bytes }
}

/** Reads a file's header; undefined where it is no such file. */
export function readUnsentHeader(file: Uint8Array): UnsentHeader | undefined {
  if (file.length < UNSENT_HEADER_BYTES + UNSENT_TAG_BYTES) return undefined
  if (String.fromCharCode(...file.subarray(0, UNSENT_MAGIC.length)) !== UNSENT_MAGIC) return undefined
  const bytes = new Uint8Array(UNSENT_HEADER_BYTES)
  bytes.set(file.subarray(0, UNSENT_HEADER_BYTES))
  const iterations = new DataView(bytes.buffer).getUint32(8)
  if (iterations === 0 || iterations > MOST_ITERATIONS) return undefined
  return { iterations, salt: bytes.slice(12, 28), nonce: bytes.slice(28), bytes }
}
