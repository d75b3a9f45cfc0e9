import * as v from 'valibot'
import { RATING_LEVELS } from '#domain/ratings/types'

const text = v.optional(v.string(), '')
const id = v.exactOptional(v.string())

/** The sheet as it lies in a draft; what cannot be read falls back, so that an old draft still opens. */
export const RatingFormSchema = v.object({
  region: text,
  subject: v.fallback(v.object({ item: id, department: id, venue: id, counter: id }), {}),
  title: text,
  detail: text,
  caseId: id,
  level: v.exactOptional(v.fallback(v.optional(v.picklist(RATING_LEVELS)), undefined)),
  tags: v.fallback(v.array(v.string()), []),
  text,
  actualDays: v.exactOptional(
    v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650))), undefined),
  ),
  contact: v.fallback(v.object({ wanted: v.boolean(), name: v.string(), phone: v.string() }), {
    wanted: false,
    name: '',
    phone: '',
  }),
})
export type RatingForm = v.InferOutput<typeof RatingFormSchema>

export function parseRatingForm(data: unknown): RatingForm | undefined {
  const parsed = v.safeParse(RatingFormSchema, data)
  return parsed.success ? parsed.output : undefined
}
