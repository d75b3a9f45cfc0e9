/** ES256 as JWS has it: ECDSA P-256 over SHA-256, the signature as two 32-byte numbers. */
import { createHash, createPublicKey, verify } from 'node:crypto'
import type { EvidenceKey } from '#domain/inspections/evidence'

/** False also for a key that is no point of the curve. */
export function signatureHolds(key: EvidenceKey, signed: Uint8Array, signature: Uint8Array): boolean {
  try {
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' })
    return verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}

export const sha256Hex = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')
