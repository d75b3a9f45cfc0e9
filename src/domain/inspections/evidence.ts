/**
 * Verifies an export of sealed inspections. The clock is never the judge's own: a record is held against the server's
 * times it carries and the time it was received.
 */
import { recordChainFindings } from './evidence-chain.ts'
import { clockSkew } from './evidence-clock.ts'
import { givenFindings } from './evidence-given.ts'
import { openSigned, serverKeys } from './evidence-open.ts'
import { photoFindings } from './evidence-photos.ts'
import {
  coverFindings,
  openReceipts,
  receiptChainFindings,
  targetsOf,
  type ReceiptLink,
} from './evidence-receipts.ts'
import { replyFindings } from './evidence-replies.ts'
import type {
  EvidenceFinding,
  EvidenceInput,
  EvidenceKey,
  EvidenceNote,
  EvidenceProblem,
  EvidenceReport,
  Link,
  ReplyLink,
  ServerKey,
  Sha256Hex,
  VerifySignature,
} from './evidence-report.ts'
import { sealFindings, type Seal } from './evidence-seal.ts'
import { lateNotes, timeFindings } from './evidence-times.ts'
import { hashOfJws } from './export-statement.ts'
import { INSPECTION_JWS_TYPE } from './jws.ts'
import { readRecordShape, readReplyShape, type Reader } from './record-shape.ts'
import type { InspectionReply } from './reply.ts'
import type { InspectionRecord } from './types.ts'

export type {
  EvidenceFinding,
  EvidenceInput,
  EvidenceKey,
  EvidenceNote,
  EvidenceProblem,
  EvidenceReport,
  ServerKey,
  Sha256Hex,
  VerifySignature,
} from './evidence-report.ts'

/** Cryptography is handed in, and so is what judges payloads: the wire's strict schemas wherever they can be imported. */
export interface EvidencePorts {
  verifySignature: VerifySignature
  sha256: Sha256Hex
  readRecord?: Reader<InspectionRecord>
  readReply?: Reader<InspectionReply>
}

/** What whoever verifies has from elsewhere. */
export interface Beside {
  /** ids of the server's keys, as the server published them: no other is believed */
  trusted?: readonly string[]
  /** keys as the server published them, for receipts whose key the file does not list */
  keys?: readonly ServerKey[]
  /** receipts that a phone or an earlier export holds */
  given?: readonly string[]
}

/** Checks every signature, payload, photo, chain and receipt of an export and says what is wrong, where. Pure. */
export async function verifyEvidence(
  file: EvidenceInput,
  ports: EvidencePorts,
  beside: Beside = {},
): Promise<EvidenceReport> {
  const { readReply = readReplyShape } = ports
  const devices = new Map(file.devices.map(({ id, publicKey }) => [id, publicKey]))
  const { links, findings } = await openRecords(file, devices, ports)
  const replies = await replyFindings(file.replies ?? [], links, devices, { ...ports, readReply })
  const notes: EvidenceNote[] = links.flatMap(lateNotes)

  const summary: EvidenceReport['devices'] = []
  for (const { id, sealed } of file.devices) {
    const own = links.filter((link) => link.device === id)
    findings.push(...own.flatMap(timeFindings), ...recordChainFindings(id, own, sealed))
    const sequences = own.map((link) => link.record.sequence)
    const clock = clockSkew(own)
    summary.push({
      id,
      records: own.length,
      ...(sequences.length > 0 && { first: Math.min(...sequences), last: Math.max(...sequences) }),
      ...(clock && { clock }),
    })
  }
  const photos = await photoFindings(links, file.photos, ports.sha256)
  const server = await serverFindings(file, links, replies.links, ports, beside)
  findings.push(...replies.findings, ...photos.findings, ...server.findings)
  notes.push(...server.notes)
  return {
    ok: findings.length === 0,
    records: file.records.length,
    replies: file.replies?.length ?? 0,
    devices: summary,
    photos: {
      listed: new Set(links.flatMap((link) => link.record.photos.map((photo) => photo.sha256))).size,
      checked: photos.checked,
    },
    receipts: server.receipts.length,
    ...(server.sealedBy && { sealedBy: server.sealedBy }),
    confirmed: server.confirmed,
    findings,
    notes,
  }
}

async function openRecords(
  file: EvidenceInput,
  devices: ReadonlyMap<string, EvidenceKey>,
  { verifySignature, sha256, readRecord = readRecordShape }: EvidencePorts,
): Promise<{ links: Link[]; findings: EvidenceFinding[] }> {
  const findings: EvidenceFinding[] = []
  const links: Link[] = []
  for (const [at, { jws, receivedAt }] of file.records.entries()) {
    const say = (problem: EvidenceProblem, detail: string, device?: string) =>
      findings.push({ problem, detail, at, ...(device !== undefined && { device }) })
    const opened = await openSigned(jws, INSPECTION_JWS_TYPE, devices, verifySignature)
    if ('wrong' in opened) {
      say(opened.wrong === 'unknownSigner' ? 'unknownDevice' : opened.wrong, opened.detail, opened.signer)
      continue
    }
    if (!opened.canonical) say('notCanonical', 'the payload is not canonical JSON', opened.signer)
    const record = readRecord(opened.payload)
    if ('invalid' in record) say('badPayload', record.invalid, opened.signer)
    else links.push({ at, device: opened.signer, hash: await hashOfJws(jws, sha256), record, receivedAt })
  }
  return { links, findings }
}

interface OfTheServer {
  receipts: readonly ReceiptLink[]
  confirmed: EvidenceReport['confirmed']
  sealedBy?: EvidenceReport['sealedBy']
  findings: EvidenceFinding[]
  notes: EvidenceNote[]
}

/** What the server signed: its receipts, and the file as a whole. An export of before it did carries neither. */
async function serverFindings(
  file: EvidenceInput,
  links: readonly Link[],
  replies: readonly ReplyLink[],
  ports: EvidencePorts,
  { trusted, keys: published = [], given = [] }: Beside,
): Promise<OfTheServer> {
  const pinned = trusted && new Set(trusted)
  const { keys, findings } = await serverKeys(file.keys ?? [], pinned, ports.sha256)
  const older = file.keys === undefined && file.receipts === undefined && file.seal === undefined
  const notes: EvidenceNote[] = older ? [{ note: 'noReceipts' }] : []
  // Whoever knows the server's key expects its signature.
  const seal: Seal = older && !pinned ? { findings: [] } : await sealFindings(file, keys, ports)
  const receipts = await openReceipts(file.receipts ?? [], keys, 'receipt', ports)
  const targets = targetsOf(links, replies)
  findings.push(...seal.findings, ...receipts.findings, ...receiptChainFindings(receipts.links))
  if (!older) {
    const cover = coverFindings(receipts.links, targets, keys)
    findings.push(...cover.findings)
    notes.push(...cover.notes)
  }
  const { statement, key } = seal.signed ?? {}
  const known = new Map([...(await serverKeys(published, pinned, ports.sha256)).keys, ...keys])
  const exportedAt = statement?.exportedAt ?? file.exportedAt
  const held = { targets, receipts: receipts.links, exportedAt }
  const checked = await givenFindings(given, held, known, ports)
  return {
    receipts: receipts.links,
    confirmed: checked.confirmed,
    ...(statement &&
      key !== undefined && {
        sealedBy: { key, region: statement.region, exportedAt: statement.exportedAt },
      }),
    findings: [...findings, ...checked.findings],
    notes,
  }
}
