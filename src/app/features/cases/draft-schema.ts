import * as v from 'valibot'
import { OneTimeNotice, PhotoRef } from '#contract/submissions'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import { CASE_KINDS } from '#domain/cases/types'

const text = v.optional(v.string(), '')
const id = v.exactOptional(v.string())

/**
 * The form as it lies in a draft. Every field forgives what it cannot read, so that a draft of an older version of the
 * app, or half of one, still opens with all that is readable.
 */
export const CaseFormSchema = v.object({
  kind: v.fallback(v.picklist(CASE_KINDS), 'complaint'),
  region: text,
  subject: v.fallback(v.object({ item: id, department: id, venue: id, counter: id }), {}),
  /** what the subject was called when it was chosen, for lists and for a catalogue that is gone */
  title: text,
  detail: text,
  disclosure: v.fallback(
    v.object({
      key: v.exactOptional(v.picklist(DISCLOSURE_KEYS)),
      problem: v.exactOptional(v.picklist(['missing', 'wrong', 'unclear'])),
      shouldBe: text,
    }),
    { shouldBe: '' },
  ),
  text,
  photos: v.fallback(v.array(PhotoRef), []),
  notice: v.exactOptional(v.fallback(v.optional(OneTimeNotice), undefined)),
  contact: v.fallback(
    v.object({ open: v.boolean(), name: v.string(), phone: v.string(), shareWithUnit: v.boolean() }),
    { open: false, name: '', phone: '', shareWithUnit: false },
  ),
  public: v.fallback(v.boolean(), false),
})
export type CaseForm = v.InferOutput<typeof CaseFormSchema>

/** The words (and photos) of a step on a filed case that is still being written. */
export const StepFormSchema = v.object({
  step: v.picklist(['supply', 'reopen']),
  caseId: v.string(),
  text,
  photos: v.fallback(v.array(PhotoRef), []),
})
export type StepForm = v.InferOutput<typeof StepFormSchema>

export function parseCaseForm(data: unknown): CaseForm | undefined {
  if (v.is(StepFormSchema, data)) return undefined
  const parsed = v.safeParse(CaseFormSchema, data)
  return parsed.success ? parsed.output : undefined
}

export function parseStepForm(data: unknown): StepForm | undefined {
  const parsed = v.safeParse(StepFormSchema, data)
  return parsed.success ? parsed.output : undefined
}

/** An empty form of a kind. */
export function emptyCaseForm(kind: CaseForm['kind'], region: string): CaseForm {
  return { ...v.parse(CaseFormSchema, {}), kind, region }
}
