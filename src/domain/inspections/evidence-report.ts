/** What goes into verifying evidence and what comes out. */
import type { ClockSkew } from './evidence-clock.ts'
import type { InspectionRecord } from './types.ts'

export interface EvidenceKey {
  kty: 'EC'
  crv: 'P-256'
  x: string
  y: string
}

/** The export file, as parsed. Records of one device stand in the order of their sequence. */
export interface EvidenceInput {
  devices: readonly {
    id: string
    publicKey: EvidenceKey
    /** records the server holds of it */ sealed?: number
  }[]
  records: readonly { jws: string; receivedAt: string }[]
  photos?: readonly { sha256: string; data: string }[]
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

/** What is wrong, where: `at` counts the file's records from 0. `detail` is plain English. */
export interface EvidenceFinding {
  problem: EvidenceProblem
  detail: string
  at?: number
  device?: string
  sequence?: number
  record?: string
  question?: string
  photo?: string
}

export interface EvidenceReport {
  ok: boolean
  records: number
  devices: {
    id: string
    records: number
    first?: number
    last?: number
    /** how its clock stood, where its records tell */
    clock?: ClockSkew
  }[]
  photos: { listed: number; checked: number }
  findings: EvidenceFinding[]
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

/** Where a finding about this record is. */
export const where = (link: Link) => ({
  at: link.at,
  device: link.device,
  sequence: link.record.sequence,
  record: link.record.id,
})
