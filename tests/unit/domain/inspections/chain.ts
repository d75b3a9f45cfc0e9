/** Real sealed chains to test with: WebCrypto keys, real signatures. */
import { base64url, utf8 } from '#domain/inspections/encoding'
import type { EvidenceInput, EvidenceKey, Sha256Hex, VerifySignature } from '#domain/inspections/evidence'
import { signingInput } from '#domain/inspections/jws'
import { completeRecord, type ChainHead, type UnsealedRecord } from '#domain/inspections/record'
import type { InspectionRecord } from '#domain/inspections/types'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const signing = { name: 'ECDSA', hash: 'SHA-256' }

export const sha256: Sha256Hex = async (bytes) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')

export const verifySignature: VerifySignature = async (key, signed, signature) => {
  try {
    const publicKey = await crypto.subtle.importKey('jwk', { ...key }, algorithm, false, ['verify'])
    return await crypto.subtle.verify(signing, publicKey, signature, signed)
  } catch {
    return false // no point of the curve
  }
}

export const uuid = (n: number) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
export const minute = (n: number) => new Date(Date.UTC(2026, 10, 23, 9, n)).toISOString()

export interface Device {
  id: string
  keys: CryptoKeyPair
  publicKey: EvidenceKey
}

export async function device(n: number): Promise<Device> {
  const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey)
  return { id: uuid(0xd00 + n), keys, publicKey: { kty: 'EC', crv: 'P-256', x, y } }
}

/** A record without chain fields; `n` makes it its own. */
export const unsealed = (n: number, more: Partial<UnsealedRecord> = {}): UnsealedRecord => ({
  id: uuid(n),
  region: '000000',
  kind: 'covert',
  venue: 'hall',
  counter: '15',
  checklist: { id: 'hall', version: 1 },
  answers: {
    'staffed.now': { kind: 'yesNo', value: 'no', note: `第 ${n} 次：窗口无人 “暂停”` },
    'staffed.empty': { kind: 'timer', value: 60 * n },
  },
  photos: [],
  startedAt: minute(n * 10),
  location: { unavailable: 'denied' },
  ...more,
})

export async function sign(record: InspectionRecord, by: Device): Promise<string> {
  const input = signingInput(record, by.id)
  const signature = await crypto.subtle.sign(signing, by.keys.privateKey, utf8(input))
  return `${input}.${base64url(new Uint8Array(signature))}`
}

export interface Sealed {
  jws: string
  receivedAt: string
}

/** Seals the records one after the other, as one phone would, each received three minutes later. */
export async function chain(by: Device, records: UnsealedRecord[]): Promise<Sealed[]> {
  const sealed: Sealed[] = []
  let head: ChainHead | undefined
  for (const record of records) {
    const sealedAt = new Date(Date.parse(record.startedAt) + 5 * 60_000).toISOString()
    const server = { at: record.startedAt, elapsedMs: 4 * 60_000 }
    const complete = completeRecord(record, head, sealedAt, server)
    const jws = await sign(complete, by)
    head = { sequence: complete.sequence, hash: await sha256(utf8(jws)) }
    sealed.push({ jws, receivedAt: new Date(Date.parse(sealedAt) + 3 * 60_000).toISOString() })
  }
  return sealed
}

export const evidence = (
  devices: Device[],
  records: Sealed[],
  more: Partial<EvidenceInput> = {},
): EvidenceInput => ({
  devices: devices.map(({ id, publicKey }) => ({ id, publicKey })),
  records,
  ...more,
})
