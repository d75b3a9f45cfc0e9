/**
 * What is not sealed yet lies encrypted (AES-GCM, 256 bits). The vault's key is wrapped by a key derived from the PIN
 * (PBKDF2) and from a second, non-extractable key of this device (HMAC): a copied database is useless without the
 * device, the device without the PIN.
 */
import type { SupervisorRecord } from './records.ts'

type Bytes = Uint8Array<ArrayBuffer>
export type WrappedVault = SupervisorRecord<'vault'>

/** OWASP's figure for PBKDF2-HMAC-SHA-256; about half a second on a cheap phone. */
const PIN_ITERATIONS = 600_000
const IV_BYTES = 12

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))
const text = (value: string): Bytes => new TextEncoder().encode(value)

async function wrappingKey(pin: string, from: Omit<WrappedVault, 'iv' | 'wrapped'>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', text(pin), 'PBKDF2', false, ['deriveBits'])
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: from.salt, iterations: from.iterations },
    typed,
    256,
  )
  const bound = await crypto.subtle.sign('HMAC', from.deviceKey, stretched)
  return crypto.subtle.importKey('raw', bound, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

const vaultKey = (raw: ArrayBuffer | Bytes) =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** A new vault behind this PIN: what to store, and its key. */
export async function makeVault(
  pin: string,
  iterations = PIN_ITERATIONS,
): Promise<{ stored: WrappedVault; key: CryptoKey }> {
  const deviceKey = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const from = { deviceKey, salt: random(16).buffer, iterations }
  const raw = random(32)
  const iv = random(IV_BYTES)
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await wrappingKey(pin, from), raw)
  const key = await vaultKey(raw)
  raw.fill(0)
  return { stored: { ...from, iv: iv.buffer, wrapped }, key }
}

/** The vault's key, or undefined when the PIN is wrong. */
export async function openVault(pin: string, stored: WrappedVault): Promise<CryptoKey | undefined> {
  const key = await wrappingKey(pin, stored)
  try {
    return await vaultKey(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: stored.iv }, key, stored.wrapped),
    )
  } catch {
    return undefined
  }
}

/** Encrypts; `context` names what the bytes are, so that one box cannot pass for another. The IV goes in front. */
export async function conceal(
  key: CryptoKey,
  bytes: Bytes | ArrayBuffer,
  context: string,
): Promise<ArrayBuffer> {
  const iv = random(IV_BYTES)
  const hidden = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: text(context) },
    key,
    bytes,
  )
  const box = new Uint8Array(IV_BYTES + hidden.byteLength)
  box.set(iv)
  box.set(new Uint8Array(hidden), IV_BYTES)
  return box.buffer
}

/** Decrypts what `conceal` made for this context; undefined when it was altered or belongs to another vault. */
export async function reveal(
  key: CryptoKey,
  box: ArrayBuffer,
  context: string,
): Promise<ArrayBuffer | undefined> {
  const iv = box.slice(0, IV_BYTES)
  try {
    return await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: text(context) },
      key,
      box.slice(IV_BYTES),
    )
  } catch {
    return undefined
  }
}
