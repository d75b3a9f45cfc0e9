import * as v from 'valibot'
import { AnswersSchema, LocationSchema } from '#contract/answers'
import type { InspectionDraft } from '#domain/inspections/record'

const optional = v.exactOptional(v.string())

/** An inspection in the making as it lies in its draft. */
const InspectionDraftSchema = v.object({
  id: v.string(),
  region: v.string(),
  visit: optional,
  kind: v.picklist(['announced', 'covert']),
  venue: v.string(),
  venueName: v.string(),
  counter: optional,
  counterName: optional,
  checklist: v.object({ id: v.string(), version: v.number() }),
  items: v.array(v.string()),
  startedAt: v.string(),
  answers: AnswersSchema,
  photoBytes: v.record(v.string(), v.number()),
  timers: v.record(v.string(), v.string()),
  at: optional,
  location: v.exactOptional(LocationSchema),
  corrects: optional,
}) satisfies v.GenericSchema<unknown, InspectionDraft>

/** The inspection in a draft, or undefined when it cannot be read. */
export function parseInspectionDraft(data: unknown): InspectionDraft | undefined {
  const parsed = v.safeParse(InspectionDraftSchema, data)
  return parsed.success ? parsed.output : undefined
}
