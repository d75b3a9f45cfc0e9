/** 好差评: one service, one rating. */
import type { Contact, Subject } from '../cases/types.ts'

export const RATING_LEVELS = [5, 4, 3, 2, 1] as const
/** 非常满意 5, 满意 4, 基本满意 3, 不满意 2, 非常不满意 1 */
export type RatingLevel = (typeof RATING_LEVELS)[number]

export interface RatingSubmission {
  /** UUIDv7, made when the sheet opens: a double tap sends the same rating, not two */
  id: string
  region: string
  subject: Subject
  /** the case whose answer is rated, if it is one */
  caseId?: string
  level: RatingLevel
  /** ids from `RATING_TAGS` of that level */
  tags: string[]
  text?: string
  /** how many workdays it really took; 0 is on the spot */
  actualDays?: number
  contact?: Contact
  /** ISO instant, phone's clock */
  ratedAt: string
  /** of a poor one with a contact: SHA-256 (hex) of the receipt code that opens its follow-up */
  receiptDigest?: string
}
