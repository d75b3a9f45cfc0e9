/** The supervisor's own records on this phone, by name, parsed on every reading. */
import * as v from 'valibot'
import { QuietHoursSchema } from '#contract/push'
import { ServiceError } from '#sync/services'
import type { Database } from '../db.ts'
import { DeviceKeysSchema } from './device-key.ts'

const bytes = v.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer)
const key = v.custom<CryptoKey>((value) => value instanceof CryptoKey)
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const RECORDS = {
  profile: v.object({
    supervisor: v.string(),
    device: v.string(),
    name: v.string(),
    region: v.string(),
    enrolledAt: v.string(),
  }),
  /** the vault's key, wrapped; opening it takes the PIN and the key of this device together */
  vault: v.object({
    deviceKey: key,
    salt: bytes,
    iterations: v.pipe(v.number(), v.integer(), v.minValue(1)),
    iv: bytes,
    wrapped: bytes,
  }),
  /** wrong PINs in a row; the next try is not before (epoch ms) */
  attempts: v.object({ wrong: count, notBefore: v.number() }),
  /** the last sealed record of this device */
  chain: v.object({ device: v.string(), sequence: count, hash: v.string() }),
  serverTime: v.object({ at: v.string() }),
  /** what the server signed for what was sealed here, by device, in the order of its numbers: only added to */
  receipts: v.record(v.string(), v.array(v.string())),
  /** what of the office's word was looked at, by id: a hash of how it stood then */
  seen: v.record(v.string(), v.string()),
  /** whether this phone asked to be told that there is something new */
  told: v.object({ on: v.boolean(), quiet: QuietHoursSchema }),
  /** an enrolment whose answer never came: the server may have used up the code, and knows this device and key */
  pending: v.object({ code: v.string(), device: v.string(), keys: DeviceKeysSchema }),
} as const
type RecordName = keyof typeof RECORDS
export type SupervisorRecord<Name extends RecordName> = v.InferOutput<(typeof RECORDS)[Name]>

/** Parses one; undefined when it is not there. One that does not hold is a broken store, never silently replaced. */
export function parseRecord<Name extends RecordName>(
  name: Name,
  value: unknown,
): SupervisorRecord<Name> | undefined {
  if (value === undefined) return undefined
  const parsed = v.safeParse(RECORDS[name], value)
  if (!parsed.success)
    throw new ServiceError('storage', `supervisor record ${name}: ${v.summarize(parsed.issues)}`)
  return parsed.output
}

export async function readRecord<Name extends RecordName>(
  database: Database,
  name: Name,
): Promise<SupervisorRecord<Name> | undefined> {
  const db = await database.open()
  return parseRecord(name, await db.get('supervisor', name))
}

export async function writeRecord<Name extends RecordName>(
  database: Database,
  name: Name,
  record: SupervisorRecord<Name>,
): Promise<void> {
  await database.write(['supervisor'], 'strict', (tx) => tx.objectStore('supervisor').put(record, name))
}
