/** Cryptography and schemas for verifying evidence on Node. */
import { readInspectionRecord, readInspectionReply } from '#contract/inspections'
import type { EvidencePorts } from '#domain/inspections/evidence'
import { sha256Hex, signatureHolds } from './signature.ts'

export const EVIDENCE_PORTS: EvidencePorts = {
  verifySignature: (key, signed, signature) => Promise.resolve(signatureHolds(key, signed, signature)),
  sha256: (bytes) => Promise.resolve(sha256Hex(bytes)),
  readRecord: readInspectionRecord,
  readReply: readInspectionReply,
}
