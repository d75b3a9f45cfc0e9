/** Which module brings about which operation. */
import type { Operation, OperationPayload } from '#contract/sync'
import { actOnCase } from '../cases/act.ts'
import { fileCase } from '../cases/file.ts'
import { takeInInspection } from '../inspections/take-in.ts'
import { takeInReply } from '../inspections/take-in-reply.ts'
import { fileRating } from '../ratings/file.ts'
import { fileRemedyRating } from '../ratings/remedy.ts'
import type { Effect } from './effect.ts'

/** Throws an `HttpError` to refuse; whatever was written is then undone. */
export async function bringAbout(effect: Effect, { type, payload }: Operation): Promise<void> {
  switch (type) {
    case 'case.submit':
      return fileCase(effect, payload as OperationPayload<'case.submit'>)
    case 'case.act':
      return actOnCase(effect, payload as OperationPayload<'case.act'>)
    case 'rating.submit':
      return fileRating(effect, payload as OperationPayload<'rating.submit'>)
    case 'rating.remedy':
      return fileRemedyRating(effect, payload as OperationPayload<'rating.remedy'>)
    case 'inspection.submit':
      return takeInInspection(effect, payload as OperationPayload<'inspection.submit'>)
    case 'inspection.reply':
      return takeInReply(effect, payload as OperationPayload<'inspection.reply'>)
  }
}
