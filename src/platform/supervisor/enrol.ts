/** Enrolment: a key made on this phone, proved to the server, and a vault behind the PIN. */
import { routes } from '#contract/routes'
import { EnrolResponse } from '#contract/supervisors'
import type { Transport } from '#sync/ports'
import type { SupervisorProfile } from '#sync/services'
import { ask } from '#sync/wire'
import { unwrap } from '../answers.ts'
import type { Database } from '../db.ts'
import { liesInVault } from '../stored-schemas.ts'
import { deviceToken, makeDeviceKeys, type DeviceKeys } from './device-key.ts'
import { inServerTime } from './in-server-time.ts'
import { readRecord, writeRecord } from './records.ts'
import { makeVault } from './vault.ts'

export interface EnrolPorts {
  database: Database
  transport: Transport
  now: () => number
  tokenTime: () => number
  noteServerTime: (at: string) => void
  newId: () => string
  pinIterations?: number
}

/** Device and key for this code: those of an earlier try whose answer was lost, or new ones, on disk before they are sent. */
async function identity(ports: EnrolPorts, code: string): Promise<{ device: string; keys: DeviceKeys }> {
  const pending = await readRecord(ports.database, 'pending')
  if (pending?.code === code) return pending
  const made = { code, device: ports.newId(), keys: await makeDeviceKeys() }
  await writeRecord(ports.database, 'pending', made)
  return made
}

/**
 * Key, profile and vault are stored in one strict transaction once the server has answered; everything that can fail
 * on the phone is done before, since the answer uses up the code. Trying again with the same code after a lost answer
 * is the same enrolment. A phone enrolled before gets a new identity: drafts behind the old PIN are unreadable from
 * then on and go; what was sealed is signed already and still goes out.
 */
export async function enrol(
  ports: EnrolPorts,
  typed: string,
  pin: string,
): Promise<{ profile: SupervisorProfile; key: CryptoKey }> {
  const { database, transport } = ports
  const code = typed.trim()
  const { device, keys } = await identity(ports, code)
  const vault = await makeVault(pin, ports.pinIterations)
  const answer = await inServerTime(ports.noteServerTime, async () => {
    const proof = await deviceToken(device, keys.privateKey, ports.tokenTime(), { code })
    const body = JSON.stringify({ code, device, publicKey: keys.publicKey, proof })
    const request = { method: 'POST', path: routes.enrol(), type: 'application/json', body } as const
    return unwrap(await ask(transport, request, EnrolResponse))
  })
  ports.noteServerTime(answer.serverTime)
  const profile: SupervisorProfile = {
    supervisor: answer.supervisor,
    device,
    name: answer.name,
    region: answer.region,
    enrolledAt: new Date(ports.now()).toISOString(),
  }
  await database.write(['keys', 'supervisor', 'visits', 'outcomes', 'drafts'], 'strict', async (tx) => {
    const drafts = tx.objectStore('drafts')
    const unreadable = (await drafts.getAll()).filter(liesInVault)
    const own = tx.objectStore('supervisor')
    const receipts: unknown = await own.get('receipts')
    await Promise.all([
      ...unreadable.map(({ id }) => drafts.delete(id)),
      tx.objectStore('keys').clear(),
      tx.objectStore('visits').clear(),
      tx.objectStore('outcomes').clear(),
      own.clear(),
    ])
    await Promise.all([
      tx.objectStore('keys').put({ name: device, ...keys }),
      own.put(profile, 'profile'),
      own.put(vault.stored, 'vault'),
      own.put({ at: answer.serverTime }, 'serverTime'),
      // What the server once signed stays proof, whoever the phone belongs to now.
      receipts !== undefined && own.put(receipts, 'receipts'),
    ])
  })
  return { profile, key: vault.key }
}
