/** What goes into verifying evidence and what comes out. */
import type { ClockSkew } from './evidence-clock.ts'
import type { EvidenceReceipt } from './receipt.ts'
import type { InspectionReply } from './reply.ts'
import type { InspectionRecord } from './types.ts'

export interface EvidenceKey {
  kty: 'EC'
  crv: 'P-256'
  x: string
  y: string
}

/** A key by which the server signs; its id is its thumbprint (RFC 7638), so that the id alone pins it. */
export interface ServerKey {
  id: string
  publicKey: EvidenceKey
  /** ISO instants */
  madeAt: string
  retiredAt?: string
}

/** Something sealed, and when the server says that it came in. */
export interface Received {
  jws: string
  receivedAt: string
}

/** The export file, as parsed. Records of one device stand in the order of their sequence. */
export interface EvidenceInput {
  exportedAt?: string
  devices: readonly {
    id: string
    publicKey: EvidenceKey
    /** the highest sequence the server holds of it */ sealed?: number
  }[]
  records: readonly Received[]
  /** supervisors' answers to the office's questions */
  replies?: readonly Received[]
  photos?: readonly { sha256: string; data: string }[]
  /** the server's keys, the retired ones too */
  keys?: readonly ServerKey[]
  /** the server's receipts, by device in the order of their numbers */
  receipts?: readonly string[]
  /** the server's signature over all of the above */
  seal?: string
}

export type EvidenceProblem =
  | 'unreadable'
  | 'unknownDevice'
  | 'badSignature'
  | 'notCanonical'
  | 'badPayload'
  | 'missing'
  | 'brokenLink'
  | 'forked'
  | 'reordered'
  | 'doubled'
  | 'backDated'
  | 'clockAhead'
  | 'impossibleTime'
  | 'photoUnlisted'
  | 'photoMissing'
  | 'photoAltered'
  | 'photoForeign'
  /** a reply to an inspection that the file does not hold */
  | 'replyForeign'
  /** a server key whose id is not its thumbprint, or that whoever verifies does not trust */
  | 'keyForeign'
  | 'receiptUnreadable'
  | 'receiptBadSignature'
  | 'receiptMissing'
  /** its number, or the one it names before it, does not fit the others */
  | 'receiptChain'
  /** says something else than the record it is for */
  | 'receiptMismatch'
  /** signed with a key after that was retired */
  | 'receiptLate'
  /** the server signed that it has it, and it is not in the file */
  | 'notInFile'
  /** a receipt held by somebody else, and the file is said to be older than it */
  | 'newerThanFile'
  /** the file ends before the server’s own count of that phone does */
  | 'truncated'
  | 'sealMissing'
  | 'sealBadSignature'
  /** the file holds something else than the server signed */
  | 'sealMismatch'

/** What is wrong, where: `at`, `reply`, `receipt` and `given` count from 0. `detail` is plain English. */
export interface EvidenceFinding {
  problem: EvidenceProblem
  detail: string
  /** place among the file's records */
  at?: number
  /** place among its replies */
  reply?: number
  /** place among its receipts */
  receipt?: number
  /** place among the receipts held against the file */
  given?: number
  device?: string
  sequence?: number
  /** id of the inspection */
  record?: string
  question?: string
  photo?: string
}

/** What is worth knowing and is not wrong. */
export type EvidenceNote =
  /** the file carries neither receipts nor the server's signature */
  | { note: 'noReceipts' }
  /** taken in before the server had a key */
  | { note: 'beforeReceipts'; count: number }
  /** came in long after it says it was sealed */
  | { note: 'late'; at: number; device: string; sequence: number; record: string; ms: number }

export interface EvidenceReport {
  ok: boolean
  records: number
  replies: number
  devices: {
    id: string
    records: number
    first?: number
    last?: number
    /** how its clock stood, where its records tell */
    clock?: ClockSkew
  }[]
  photos: { listed: number; checked: number }
  /** receipts of the file whose signature holds */
  receipts: number
  /** by whom and when the file was made, where the server's signature over it holds */
  sealedBy?: { key: string; region: string; exportedAt: string }
  /** receipts held against the file whose record, as signed for, is in it */
  confirmed: EvidenceReceipt[]
  findings: EvidenceFinding[]
  notes: EvidenceNote[]
}

export type VerifySignature = (
  key: EvidenceKey,
  signed: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
) => Promise<boolean>
/** SHA-256 in hex */
export type Sha256Hex = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>

/** A record whose signature holds, where it stands in the file. */
export interface Link {
  at: number
  device: string
  hash: string
  record: InspectionRecord
  receivedAt: string
}

/** A reply whose signature holds, where it stands among the file's replies. */
export interface ReplyLink {
  at: number
  device: string
  hash: string
  reply: InspectionReply
  receivedAt: string
}

/** Where a finding about this record is. */
export const where = (link: Link) => ({
  at: link.at,
  device: link.device,
  sequence: link.record.sequence,
  record: link.record.id,
})

/** Where a finding about this reply is. */
export const whereReply = (link: ReplyLink) => ({
  reply: link.at,
  device: link.device,
  record: link.reply.inspection,
})
