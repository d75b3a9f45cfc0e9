/** The device's signing key: ECDSA P-256, made on this phone, never extractable. */
import * as v from 'valibot'
import { DEVICE_TOKEN_AUDIENCE, DEVICE_TOKEN_SECONDS, PublicKeyJwk } from '#contract/supervisors'
import { base64url, utf8 } from '#domain/inspections/encoding'
import { signingInput } from '#domain/inspections/jws'
import { REPLY_JWS_TYPE, type InspectionReply } from '#domain/inspections/reply'
import type { InspectionRecord } from '#domain/inspections/types'
import { ServiceError } from '#sync/services'
import type { Database } from '../db.ts'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

export const DeviceKeysSchema = v.object({
  privateKey: v.custom<CryptoKey>((value) => value instanceof CryptoKey),
  publicKey: PublicKeyJwk,
})
export type DeviceKeys = v.InferOutput<typeof DeviceKeysSchema>

export async function makeDeviceKeys(): Promise<DeviceKeys> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  return { privateKey, publicKey: v.parse(PublicKeyJwk, { kty, crv, x, y }) }
}

/** @throws ServiceError `storage` when it is no longer there */
export async function signingKey(database: Database, device: string): Promise<CryptoKey> {
  const keys = await database.read((db) => db.get('keys', device))
  if (!keys) throw new ServiceError('storage', 'the signing key is no longer on this phone')
  return keys.privateKey
}

async function signed(input: string, key: CryptoKey): Promise<string> {
  const signature = await crypto.subtle.sign(SIGNING, key, utf8(input))
  return `${input}.${base64url(new Uint8Array(signature))}`
}

const part = (value: object) => base64url(utf8(JSON.stringify(value)))

/**
 * A short-lived JWT of this device. `now` in epoch ms: by the server's clock as far as it is known, since a phone's
 * clock may stand wrong. `claims` go beside the issuer, audience and times.
 */
export function deviceToken(
  device: string,
  key: CryptoKey,
  now: number,
  claims: Record<string, string> = {},
): Promise<string> {
  const iat = Math.floor(now / 1000)
  const header = part({ alg: 'ES256', kid: device, typ: 'JWT' })
  const body = part({
    iss: device,
    aud: DEVICE_TOKEN_AUDIENCE,
    iat,
    // A minute under the limit, for a clock that runs a little ahead of the server's.
    exp: iat + DEVICE_TOKEN_SECONDS - 60,
    ...claims,
  })
  return signed(`${header}.${body}`, key)
}

/** The sealed form of a record. */
export function sealRecord(record: InspectionRecord, device: string, key: CryptoKey): Promise<string> {
  return signed(signingInput(record, device), key)
}

/** The sealed form of a reply. */
export function sealedReply(reply: InspectionReply, device: string, key: CryptoKey): Promise<string> {
  return signed(signingInput(reply, device, REPLY_JWS_TYPE), key)
}
