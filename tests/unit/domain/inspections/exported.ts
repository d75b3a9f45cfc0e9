/** Whole exports as a server makes them: its key, a receipt for each thing received, its signature over the file. */
import { utf8, base64url } from '#domain/inspections/encoding'
import type { EvidenceInput, ServerKey } from '#domain/inspections/evidence'
import { thumbprint } from '#domain/inspections/evidence-open'
import { EXPORT_JWS_TYPE, exportContents, type ExportStatement } from '#domain/inspections/export-statement'
import { openJws, signingInput, type SealType } from '#domain/inspections/jws'
import { RECEIPT_JWS_TYPE, type EvidenceReceipt } from '#domain/inspections/receipt'
import { REPLY_JWS_TYPE, type InspectionReply } from '#domain/inspections/reply'
import type { InspectionRecord } from '#domain/inspections/types'
import { device, minute, sha256, uuid, type Device, type Sealed } from './chain.ts'

export interface Signer {
  listed: ServerKey
  privateKey: CryptoKey
}

export async function signer(madeAt = minute(0), retiredAt?: string): Promise<Signer> {
  const { keys, publicKey } = await device(0)
  const id = await thumbprint(publicKey, sha256)
  return {
    listed: { id, publicKey, madeAt, ...(retiredAt !== undefined && { retiredAt }) },
    privateKey: keys.privateKey,
  }
}

export async function signAs(
  said: Parameters<typeof signingInput>[0],
  by: { id: string; privateKey: CryptoKey },
  type: SealType,
): Promise<string> {
  const input = signingInput(said, by.id, type)
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, by.privateKey, utf8(input))
  return `${input}.${base64url(new Uint8Array(signature))}`
}

export const hashOf = (jws: string) => sha256(utf8(jws))

/** What a JWS of that type says; nothing is checked. */
export function said(jws: string, type: SealType): unknown {
  const opened = openJws(jws, type)
  if ('invalid' in opened) throw new Error(opened.invalid)
  return opened.payload
}
export const receiptOf = (jws: string) => said(jws, RECEIPT_JWS_TYPE) as EvidenceReceipt

/** A reply `n` to an inspection, answered and received at these minutes. */
export async function replyTo(
  inspection: string,
  by: Device,
  n: number,
  at: number,
  change: Partial<InspectionReply> = {},
): Promise<Sealed> {
  const reply: InspectionReply = {
    id: uuid(0x500 + n),
    inspection,
    question: '哪个窗口？',
    text: `${n} 号窗口，门口有牌子。`,
    repliedAt: minute(at),
    ...change,
  }
  const jws = await signAs(reply, { id: by.id, privateKey: by.keys.privateKey }, REPLY_JWS_TYPE)
  return { jws, receivedAt: minute(at + 2) }
}

/** Receipts in the order in which things came in, each phone's numbered by itself. */
export async function receiptsFor(
  records: readonly Sealed[],
  replies: readonly Sealed[],
  by: Signer,
): Promise<string[]> {
  const came = [
    ...records.map((sealed) => ({ of: 'inspection' as const, ...sealed })),
    ...replies.map((sealed) => ({ of: 'reply' as const, ...sealed })),
  ].sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt))
  const heads = new Map<string, { number: number; previous: string }>()
  const receipts: { device: string; jws: string }[] = []
  for (const { of, jws, receivedAt } of came) {
    const opened = openJws(jws, of === 'reply' ? REPLY_JWS_TYPE : undefined)
    if ('invalid' in opened) throw new Error(opened.invalid)
    const { id, sequence, inspection } = opened.payload as InspectionRecord & InspectionReply
    const head = heads.get(opened.signer)
    const receipt: EvidenceReceipt = {
      of,
      id,
      device: opened.signer,
      ...(of === 'inspection' ? { sequence } : { inspection }),
      hash: await hashOf(jws),
      receivedAt,
      number: (head?.number ?? 0) + 1,
      ...(head && { previous: head.previous }),
    }
    const signed = await signAs(receipt, { ...by.listed, privateKey: by.privateKey }, RECEIPT_JWS_TYPE)
    heads.set(opened.signer, { number: receipt.number, previous: await hashOf(signed) })
    receipts.push({ device: opened.signer, jws: signed })
  }
  return receipts
    .sort((a, b) => (a.device < b.device ? -1 : a.device > b.device ? 1 : 0))
    .map(({ jws }) => jws)
}

/** The file, signed as it stands; `says` changes what the server states. */
export async function sealedExport(
  file: Omit<EvidenceInput, 'seal' | 'keys'>,
  by: Signer,
  { keys = [by.listed], says = {} }: { keys?: ServerKey[]; says?: Partial<ExportStatement> } = {},
): Promise<EvidenceInput & { seal: string; keys: readonly ServerKey[] }> {
  const exportedAt = minute(59)
  const whole = { ...file, exportedAt, keys }
  const contents = await exportContents(whole, sha256)
  const statement: ExportStatement = { ...contents, region: '000000', exportedAt, ...says }
  const seal = await signAs(statement, { ...by.listed, privateKey: by.privateKey }, EXPORT_JWS_TYPE)
  return { ...whole, seal }
}
