/** The least that verifying needs of a payload; the wire's schema asks for more. */
import { isHash, isInstant, isObject, wrongMember } from './shapes.ts'
import type { InspectionReply } from './reply.ts'
import type { InspectionRecord } from './types.ts'

/** What was sealed, or why the value is none. */
export type Reader<T> = (value: unknown) => T | { invalid: string }

const isList = (value: unknown, of: (entry: unknown) => boolean) =>
  value === undefined || (Array.isArray(value) && value.every(of))

/** Whether every member that `verifyEvidence` reads has its type. */
export const readRecordShape: Reader<InspectionRecord> = (value) => {
  if (!isObject(value)) return { invalid: 'not an object' }
  const { serverTime: time } = value
  const wrong = wrongMember([
    ['id', typeof value.id === 'string'],
    ['sequence', Number.isSafeInteger(value.sequence) && Number(value.sequence) >= 1],
    ['previous', value.previous === undefined || isHash(value.previous)],
    ['startedAt', isInstant(value.startedAt)],
    ['sealedAt', isInstant(value.sealedAt)],
    [
      'serverTime',
      time === undefined || (isObject(time) && isInstant(time.at) && Number.isFinite(time.elapsedMs)),
    ],
    [
      'photos',
      value.photos !== undefined &&
        isList(
          value.photos,
          (photo) =>
            isObject(photo) &&
            isHash(photo.sha256) &&
            typeof photo.question === 'string' &&
            Number.isSafeInteger(photo.bytes),
        ),
    ],
    [
      'answers',
      isObject(value.answers) &&
        Object.values(value.answers).every((answer) => isObject(answer) && isList(answer.photos, isHash)),
    ],
  ])
  return wrong ?? (value as unknown as InspectionRecord)
}

/** Whether every member that `verifyEvidence` reads of a reply has its type. */
export const readReplyShape: Reader<InspectionReply> = (value) => {
  if (!isObject(value)) return { invalid: 'not an object' }
  const wrong = wrongMember([
    ['id', typeof value.id === 'string'],
    ['inspection', typeof value.inspection === 'string'],
    ['repliedAt', isInstant(value.repliedAt)],
  ])
  return wrong ?? (value as unknown as InspectionReply)
}
