/** 补充说明: a supervisor's answer to the office's question about a sealed record, signed by the phone like the record. */

export const REPLY_JWS_TYPE = 'mingcha-reply+jws'

/** What is signed. It names the question, so that it answers no later one that it may arrive after. */
export interface InspectionReply {
  /** the operation's */
  id: string
  inspection: string
  question: string
  text: string
  /** ISO instant, phone's clock */
  repliedAt: string
}
