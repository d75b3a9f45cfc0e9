/**
 * 收件回执: the server's signed word that it has taken in what a phone sealed. Receipts of one phone are numbered and
 * each names the one before, so that whoever holds one can tell when an earlier record was left out.
 */

export const RECEIPT_JWS_TYPE = 'mingcha-receipt+jws'

export interface EvidenceReceipt {
  of: 'inspection' | 'reply'
  /** of the inspection's record or of the reply */
  id: string
  /** the phone that sealed it */
  device: string
  /** of a record: its place among those of its phone */
  sequence?: number
  /** of a reply: the inspection that it is about */
  inspection?: string
  /** SHA-256 (hex) of the ASCII of the sealed JWS */
  hash: string
  /** ISO instant, the server's clock */
  receivedAt: string
  /** counts this phone's receipts from 1 */
  number: number
  /** SHA-256 (hex) of this phone's receipt before it; absent of the first */
  previous?: string
}
