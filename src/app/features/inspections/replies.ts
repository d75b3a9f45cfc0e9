/** Replies to the office's questions as this phone knows them: half written, or filed. */
import type { InspectionOutcome } from '#contract/supervisors'
import { openJws } from '#domain/inspections/jws'
import { REPLY_JWS_TYPE, type InspectionReply } from '#domain/inspections/reply'
import type { FiledRecord } from '#sync/services'

/** What a reply is about, and its words: all that is kept of one in a draft. */
export type ReplyWords = Pick<InspectionReply, 'inspection' | 'question' | 'text'>

/** A reply that was filed, and where it is by now. */
export interface FiledReply {
  record: FiledRecord
  reply: ReplyWords
}

/** Both lie encrypted and authenticated on this phone, so only their shape is looked at. */
export function isReply(value: unknown): value is ReplyWords {
  const words = value as Partial<ReplyWords> | null | undefined
  return [words?.inspection, words?.question, words?.text].every((word) => typeof word === 'string')
}

/** The reply that was sealed in this record, if it is one that can be read. */
export function filedReply(record: FiledRecord): FiledReply[] {
  const { type, payload } = record
  if (type !== 'inspection.reply' || !('jws' in payload)) return []
  const opened = openJws(payload.jws, REPLY_JWS_TYPE)
  return 'payload' in opened && isReply(opened.payload) ? [{ record, reply: opened.payload }] : []
}

/** The question that the office waits for an answer to. */
export const openQuestion = ({ status, note }: InspectionOutcome): string | undefined =>
  status === 'moreRequested' ? note : undefined

/** The reply to what the office asks now, delivered or not. */
export function answerTo(outcome: InspectionOutcome, replies: readonly FiledReply[]): FiledReply | undefined {
  const question = openQuestion(outcome)
  return replies.find(({ reply }) => reply.inspection === outcome.id && reply.question === question)
}
