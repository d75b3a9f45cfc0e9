/** The least that verifying needs of a payload; the wire's schema asks for more. */
import type { InspectionRecord } from './types.ts'

/** A record, or why the value is none. */
export type RecordReader = (value: unknown) => InspectionRecord | { invalid: string }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isInstant = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const isList = (value: unknown, of: (entry: unknown) => boolean) =>
  value === undefined || (Array.isArray(value) && value.every(of))

/** Whether every member that `verifyEvidence` reads has its type. */
export const readRecordShape: RecordReader = (value) => {
  if (!isObject(value)) return { invalid: 'not an object' }
  const { serverTime: time } = value
  const wrong = [
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
  ].find(([, right]) => right !== true)
  if (wrong) return { invalid: `${String(wrong[0])}: missing or not of its kind` }
  return value as unknown as InspectionRecord
}
