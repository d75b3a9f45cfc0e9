/** The answers of an inspection, and where it was made: what a phone reads again of its own drafts. */
import * as v from 'valibot'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import { Instant, LocalId, Sha256, Text } from './fields.ts'

export const whole = (min: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min))
export const finite = v.pipe(v.number(), v.finite())
export const long = (max: number) => v.pipe(v.string(), v.maxLength(max))

const Verdict = v.strictObject({
  verdict: v.picklist(['same', 'differs', 'notPosted']),
  wall: v.exactOptional(long(2000)),
})
const ItemCheckSchema = v.strictObject({
  item: LocalId,
  itemName: Text(500),
  catalogueVersion: whole(0),
  verdicts: v.strictObject(v.entriesFromList(DISCLOSURE_KEYS, v.exactOptional(Verdict))),
})

const more = {
  note: v.exactOptional(long(5000)),
  photos: v.exactOptional(v.pipe(v.array(Sha256), v.maxLength(20))),
}
const AnswerSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('yesNo'), value: v.picklist(['yes', 'no', 'na']), ...more }),
  v.strictObject({
    kind: v.literal('choice'),
    value: v.pipe(v.array(LocalId), v.maxLength(50)),
    ...more,
  }),
  v.strictObject({ kind: v.literal('number'), value: finite, ...more }),
  v.strictObject({ kind: v.literal('timer'), value: v.pipe(finite, v.minValue(0)), ...more }),
  v.strictObject({ kind: v.literal('text'), value: long(10_000), ...more }),
  v.strictObject({ kind: v.literal('photo'), ...more }),
  v.strictObject({
    kind: v.literal('itemCheck'),
    value: v.pipe(v.array(ItemCheckSchema), v.maxLength(20)),
    ...more,
  }),
])

export const LocationSchema = v.union([
  v.strictObject({
    latitude: v.pipe(finite, v.minValue(-90), v.maxValue(90)),
    longitude: v.pipe(finite, v.minValue(-180), v.maxValue(180)),
    accuracy: v.pipe(finite, v.minValue(0)),
    at: Instant,
  }),
  v.strictObject({ unavailable: v.picklist(['denied', 'timeout', 'unsupported', 'off']) }),
])

export const AnswersSchema = v.record(LocalId, AnswerSchema)
