/** 时限: rule sets with the day from which they hold, and the reminders of deadlines. */
import * as v from 'valibot'
import { REMINDER_KINDS } from '#domain/cases/reminders'
import type { RuleSet } from '#domain/cases/rules'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, IsoDate } from '../fields.ts'

const days = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(366))
export const RuleSetSchema = v.object({
  accept: days,
  enquiry: days,
  suggestion: days,
  complaint: days,
  disclosureReport: days,
  poorRatingFollowUp: days,
  reopenWindowDays: days,
}) satisfies v.GenericSchema<unknown, RuleSet>

/** What an office may set: a period of no days at all would be overdue before anyone could look. */
const period = v.pipe(days, v.minValue(1, 'at least one day'))
export const NewRuleSet = v.strictObject({
  accept: period,
  enquiry: period,
  suggestion: period,
  complaint: period,
  disclosureReport: period,
  poorRatingFollowUp: period,
  reopenWindowDays: period,
})

export const RuleVersion = v.object({
  /** the first day on which it holds; null where it held from the beginning */
  from: v.nullable(IsoDate),
  rules: RuleSetSchema,
  state: v.picklist(['past', 'inForce', 'future']),
  /** false: the installation's own periods, which hold where the region has set none */
  own: v.boolean(),
  revision: v.number(),
  madeAt: Instant,
  madeBy: v.nullable(v.string()),
})
export type RuleVersion = v.InferOutput<typeof RuleVersion>

export const RuleList = v.object({ today: IsoDate, versions: v.array(RuleVersion) })

const text = v.pipe(v.string(), v.regex(/^\d{1,3}$/))
const query = {
  accept: text,
  enquiry: text,
  suggestion: text,
  complaint: text,
  disclosureReport: text,
  poorRatingFollowUp: text,
  reopenWindowDays: text,
} satisfies Record<keyof RuleSet, v.GenericSchema>

/** When what begins on a day would be due, period by period. */
export const RulePreview = v.object({
  filed: IsoDate,
  due: v.object({
    accept: IsoDate,
    enquiry: IsoDate,
    suggestion: IsoDate,
    complaint: IsoDate,
    disclosureReport: IsoDate,
    poorRatingFollowUp: IsoDate,
    reopenWindowDays: IsoDate,
  }),
  /** false where a notice of the State Council that reaches so far is not out, so that dates may still move */
  firm: v.boolean(),
  /** days off by notice and working weekends on the way, in order */
  special: v.array(v.object({ date: IsoDate, workday: v.boolean() })),
})
export type RulePreview = v.InferOutput<typeof RulePreview>

export const Reminder = v.object({
  caseId: Id,
  number: v.string(),
  kind: v.picklist(REMINDER_KINDS),
  due: IsoDate,
  at: Instant,
  unit: v.nullable(v.string()),
})
export type Reminder = v.InferOutput<typeof Reminder>

/** A day that there is: not the 31st of February. */
function isDay(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}
const From = v.object({
  from: v.pipe(v.string(), v.isoDate(), v.check(isDay, 'no such day')),
})

export const deskClock = {
  rules: endpoint({
    method: 'GET',
    path: '/rules',
    capability: 'rules.read',
    summary: 'The rule sets of the region with the day from which each holds, newest first',
    answer: RuleList,
  }),
  preview: endpoint({
    method: 'GET',
    path: '/rules/preview',
    capability: 'rules.read',
    summary: 'When what is filed on a day would be due by such periods',
    query: v.object({ ...query, filed: v.optional(IsoDate) }),
    answer: RulePreview,
  }),
  setRules: endpoint({
    method: 'PUT',
    path: '/rules/:from',
    capability: 'rules.write',
    summary: 'Sets what holds from a day still to come; what was due before stays due when it was',
    params: From,
    body: v.strictObject({
      rules: NewRuleSet,
      /** as last seen; 0 for a day that had no rule set */
      revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
    answer: RuleList,
  }),
  dropRules: endpoint({
    method: 'POST',
    path: '/rules/:from/drop',
    capability: 'rules.write',
    summary: 'Takes back a rule set that does not hold yet',
    params: From,
    body: v.strictObject({ revision: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
    answer: RuleList,
  }),
  reminders: endpoint({
    method: 'GET',
    path: '/reminders',
    capability: 'case.read',
    summary: 'Reminders and escalations, newest first: of one case, or of all in sight',
    query: v.object({ case: v.optional(Id) }),
    answer: v.object({ reminders: v.array(Reminder) }),
  }),
}
