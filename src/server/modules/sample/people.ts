/** Supervisors of the sample district whose inspections are on file. Nobody can sign in as one of them. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { SignJWT } from 'jose'
import { DEVICE_TOKEN_AUDIENCE, DEVICE_TOKEN_SECONDS, PublicKeyJwk } from '#contract/supervisors'
import { base64url } from '#domain/inspections/encoding'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import * as v from 'valibot'
import type { Context } from '../../context.ts'
import { appointSupervisor, enrol } from '../supervisors/appointments.ts'

/** A sample supervisor's phone: its key was made now, is used for the sample's past, and is then forgotten. */
export interface SampleDevice {
  id: string
  supervisor: string
  /** ES256 over the ASCII, base64url */
  seal(signed: string): string
}

const NAMES = ['示例监督员甲', '示例监督员乙', '示例监督员丙', '示例监督员丁']

async function enrolled(context: Context, name: string, at: Date): Promise<SampleDevice> {
  const then: Context = { ...context, now: () => at }
  const { code, supervisor } = await appointSupervisor(then, { region: '000000', name })
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = uuidv7(at.getTime(), randomBytes(ID_RANDOM_BYTES))
  const seconds = Math.floor(at.getTime() / 1000)
  const proof = await new SignJWT({ code })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(id)
    .setAudience(DEVICE_TOKEN_AUDIENCE)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + DEVICE_TOKEN_SECONDS)
    .sign(privateKey)
  const jwk = v.parse(PublicKeyJwk, publicKey.export({ format: 'jwk' }))
  await enrol(then, { code, device: id, publicKey: jwk, proof })
  return { id, supervisor, seal: (signed) => signature(signed, privateKey) }
}

function signature(signed: string, key: KeyObject): string {
  const bytes = sign('sha256', Buffer.from(signed, 'ascii'), { key, dsaEncoding: 'ieee-p1363' })
  return base64url(new Uint8Array(bytes))
}

/** Supervisors with phones that were enrolled before `since`. */
export async function sampleDevices(context: Context, since: Date): Promise<SampleDevice[]> {
  return Promise.all(NAMES.map((name) => enrolled(context, name, since)))
}
