/** What a supervisor's phone has sealed: whose key it was, and what was signed. */
import type { Kysely } from 'kysely'
import { openJws, type SealType } from '#domain/inspections/jws'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import type { PublicKey } from '../supervisors/tables.ts'
import { signatureHolds } from './signature.ts'

export interface SealingDevice {
  id: string
  publicKey: PublicKey
  supervisor: string
  employer: string | null
  region: string
  /** when the supervisor's appointment ended */
  revokedAt: Date | null
}

/** What a phone seals: how it is read, and when it can have been made at the earliest, in epoch ms. */
export interface SealKind<T> {
  type: SealType
  read: (payload: unknown) => T | { invalid: string }
  madeAt: (sealed: T) => number
}

/** The phone, locked: what it sealed is taken in one after the other. Throws `badSignature` for one not enrolled. */
export async function sealingDevice(db: Kysely<Database>, id: string): Promise<SealingDevice> {
  const row = await db
    .selectFrom('devices')
    .innerJoin('supervisors', 'supervisors.id', 'devices.supervisor')
    .select(['devices.public_key', 'supervisors.id as supervisor', 'supervisors.employer'])
    .select(['supervisors.revoked_at', 'supervisors.region'])
    .where('devices.id', '=', id)
    .forUpdate('devices')
    .executeTakeFirst()
  if (!row) throw new HttpError('badSignature', 'this phone is not enrolled here')
  const { public_key: publicKey, supervisor, employer, region, revoked_at: revokedAt } = row
  return { id, publicKey, supervisor, employer, region, revokedAt }
}

/**
 * What was signed, once the seal holds and its maker is still appointed (or, where the office takes it in by hand, was
 * when it was made). Its text must be the one canonical text, or no verifier would accept it later. Throws
 * `badSignature`, `invalid` or `supervisorRevoked`.
 */
export function openSeal<T extends object>(
  context: Context,
  { jws }: { jws: string },
  device: SealingDevice,
  { type, read, madeAt }: SealKind<T>,
): T {
  const opened = openJws(jws, type)
  if ('invalid' in opened) throw new HttpError('badSignature', `the seal cannot be read: ${opened.invalid}`)
  const signed = Buffer.from(opened.signed, 'ascii')
  if (opened.signer !== device.id || !signatureHolds(device.publicKey, signed, opened.signature))
    throw new HttpError('badSignature', 'the seal was not made by the key of this phone')
  if (!opened.canonical) throw invalidSeal('payload.jws', 'not canonical JSON')
  const record = read(opened.payload)
  if ('invalid' in record) throw invalidSeal('payload.jws', record.invalid)
  const { revokedAt } = device
  if (revokedAt && !(context.admitsRevoked && madeAt(record) < revokedAt.getTime()))
    throw new HttpError('supervisorRevoked', 'this supervisor was revoked')
  return record
}

export const invalidSeal = (path: string, message: string) =>
  new HttpError('invalid', 'what was sealed is not valid', { problems: [{ path, message }] })
