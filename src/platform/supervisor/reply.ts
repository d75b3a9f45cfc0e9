/** A supervisor's answer to the office's question: signed, and filed like everything else. */
import type { InspectionReply } from '#domain/inspections/reply'
import type { SupervisorProfile } from '#sync/services'
import { concealSealed, keyAtRest } from '../at-rest.ts'
import type { Database } from '../db.ts'
import { FILING_STORES, fileInto } from '../file-into.ts'
import { sealedReply, signingKey } from './device-key.ts'

/** What the canonical text and the office's database cannot hold: NUL, and half of an emoji that was cut in two. */
const UNSTORABLE = /\p{Cs}|\0/gu

/**
 * Files the reply in one strict transaction with the removal of its draft, which bears the same id. It follows the
 * inspection itself, whose entity it shares. Filing the same id again changes nothing.
 */
export async function fileReply(
  { database, now }: { database: Database; now: () => number },
  { device }: SupervisorProfile,
  { id, inspection, question, text }: Omit<InspectionReply, 'repliedAt'>,
  title: string,
): Promise<void> {
  const [key, atRest] = await Promise.all([signingKey(database, device), keyAtRest(database)])
  const at = now()
  const reply: InspectionReply = {
    id,
    inspection,
    question,
    text: text.replace(UNSTORABLE, '\uFFFD'),
    repliedAt: new Date(at).toISOString(),
  }
  const jws = await sealedReply(reply, device, key)
  const hidden = await concealSealed(atRest, id, { payload: { id, inspection, device, jws }, title })
  await database.write([...FILING_STORES], 'strict', (tx) =>
    fileInto(tx, { type: 'inspection.reply', ...hidden, entity: inspection, attachments: [], draft: id }, at),
  )
}
