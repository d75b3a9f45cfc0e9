/** `inspection.reply`: a supervisor's sealed answer to the office's question, however long it was on its way. */
import { readInspectionReply } from '#contract/inspections'
import { type InspectionReply, REPLY_JWS_TYPE } from '#domain/inspections/reply'
import { HttpError } from '../../http/errors.ts'
import { giveReceipt } from '../evidence/receipts.ts'
import type { Effect } from '../sync/effect.ts'
import { invalidSeal, openSeal, type SealKind, sealingDevice } from './seal.ts'
import { stepInspection } from './service.ts'
import { sha256Hex } from './signature.ts'

const REPLY: SealKind<InspectionReply> = {
  type: REPLY_JWS_TYPE,
  read: readInspectionReply,
  madeAt: (reply) => Date.parse(reply.repliedAt),
}

interface SealedReply {
  id: string
  inspection: string
  device: string
  jws: string
}

/**
 * Throws `badSignature`, `invalid`, `supervisorRevoked`, `notFound` where the inspection is not theirs, and
 * `illegalTransition` where nothing is asked any more, or something else than what it answers.
 */
export async function takeInReply({ context, db, now }: Effect, sealed: SealedReply): Promise<void> {
  const device = await sealingDevice(db, sealed.device)
  const reply = openSeal(context, sealed, device, REPLY)
  if (reply.id !== sealed.id) throw invalidSeal('payload.jws.id', 'differs from the operation')
  if (reply.inspection !== sealed.inspection)
    throw invalidSeal('payload.jws.inspection', 'differs from the operation')
  const own = await db
    .selectFrom('inspections')
    .select('id')
    .where('id', '=', reply.inspection)
    .where('supervisor', '=', device.supervisor)
    .executeTakeFirst()
  if (!own) throw new HttpError('notFound', 'no such inspection')
  const { seq } = await stepInspection(
    db,
    reply.inspection,
    ({ state, at }) => {
      if (state.question !== undefined && state.question !== reply.question)
        throw new HttpError('illegalTransition', 'the office has asked something else since')
      return { type: 'reply', at, text: reply.text }
    },
    { now },
  )
  await db
    .insertInto('inspection_replies')
    .values({
      id: reply.id,
      inspection: reply.inspection,
      seq,
      device: device.id,
      jws: sealed.jws,
      replied_at: reply.repliedAt,
    })
    .execute()
  const hash = sha256Hex(sealed.jws)
  const { id, inspection } = reply
  await giveReceipt(db, { of: 'reply', id, device: device.id, inspection, hash }, now)
}
