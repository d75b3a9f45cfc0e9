/** Encrypts and opens the file of what is unsent (`contract/unsent-file.ts`), with the browser's own cryptography. */
import * as v from 'valibot'
import { readUnsentHeader, UNSENT_HEADER_BYTES, UnsentFile, unsentHeader } from '#contract/unsent-file'
import { ServiceError } from '#sync/services'

/** OWASP's figure for PBKDF2-HMAC-SHA-256. */
const ITERATIONS = 600_000

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

/** The encrypted file of this JSON text. */
export async function sealExport(json: string, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
  const header = unsentHeader(ITERATIONS, crypto.getRandomValues(new Uint8Array(28)))
  const key = await keyOf(passphrase, header.salt, ITERATIONS)
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: header.nonce, additionalData: header.bytes },
    key,
    new TextEncoder().encode(json),
  )
  const file = new Uint8Array(UNSENT_HEADER_BYTES + sealed.byteLength)
  file.set(header.bytes)
  file.set(new Uint8Array(sealed), UNSENT_HEADER_BYTES)
  return file
}

/**
 * Reads such a file back.
 * @throws ServiceError `badRequest` for a file of another kind, `forbidden` for a wrong passphrase or changed bytes
 */
export async function openExport(file: Uint8Array<ArrayBuffer>, passphrase: string): Promise<UnsentFile> {
  const header = readUnsentHeader(file)
  if (!header) throw new ServiceError('badRequest', 'not an export of this app')
  const key = await keyOf(passphrase, header.salt, header.iterations)
  let plain: ArrayBuffer
  try {
    plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: header.nonce, additionalData: header.bytes },
      key,
      file.slice(UNSENT_HEADER_BYTES),
    )
  } catch {
    throw new ServiceError('forbidden', 'wrong passphrase, or the file was changed')
  }
  const parsed = v.safeParse(UnsentFile, JSON.parse(new TextDecoder().decode(plain)))
  if (!parsed.success) throw new ServiceError('badRequest', v.summarize(parsed.issues))
  return parsed.output
}
