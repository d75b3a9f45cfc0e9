import type { Json, NullableTimestamp, Timestamp } from '../../db/columns.ts'
import type { PublicKey } from '../supervisors/tables.ts'

/** Public halves; the private one of the key that signs lies in `secrets`, those of retired ones nowhere. */
export interface SigningKeyRow {
  /** RFC 7638 thumbprint */
  id: string
  public_key: Json<PublicKey>
  made_at: Timestamp
  retired_at: NullableTimestamp
}

/** What the server signed when it took something in. Append-only. */
export interface EvidenceReceiptRow {
  device: string
  /** counts the device's receipts from 1 */
  number: number
  kind: 'inspection' | 'reply'
  /** id of the inspection or the reply */
  record: string
  key: string
  jws: string
}

export interface EvidenceTables {
  signing_keys: SigningKeyRow
  evidence_receipts: EvidenceReceiptRow
}
