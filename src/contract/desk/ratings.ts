/** 差评: the region's ratings at the desk, and the follow-up of the poor ones. */
import * as v from 'valibot'
import { DUE_STATES } from '#domain/cases/clock'
import { CASE_STATUSES } from '#domain/cases/types'
import { APPEAL_STATES, CONTACT_WAYS, FOLLOW_UP_STATUSES } from '#domain/ratings/follow-up'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, IsoDate, Text } from '../fields.ts'
import { Contact } from '../submissions.ts'

const Level = v.picklist([1, 2, 3, 4, 5])

export const RatingSummary = v.object({
  id: Id,
  number: v.string(),
  level: Level,
  tags: v.array(v.string()),
  text: v.nullable(v.string()),
  receivedAt: Instant,
  itemName: v.nullable(v.string()),
  departmentName: v.nullable(v.string()),
  placeName: v.nullable(v.string()),
  /** null where there is nobody to call back, or nothing to call about */
  status: v.nullable(v.picklist(FOLLOW_UP_STATUSES)),
  appeal: v.picklist(APPEAL_STATES),
  remedyLevel: v.nullable(Level),
  due: v.nullable(IsoDate),
  dueState: v.nullable(v.picklist(DUE_STATES)),
  overdueWorkdays: v.number(),
})
export type RatingSummary = v.InferOutput<typeof RatingSummary>

export const RATING_LISTS = ['toDo', 'remedied', 'appeals', 'poor', 'all'] as const
export type RatingListName = (typeof RATING_LISTS)[number]

export const RatingPage = v.object({
  ratings: v.array(RatingSummary),
  /** how many there are in each list */
  counts: v.object({
    toDo: v.number(),
    remedied: v.number(),
    appeals: v.number(),
    poor: v.number(),
    all: v.number(),
  }),
  /** `offset` of the next page; null when this is the last */
  next: v.nullable(v.number()),
})
export type RatingPage = v.InferOutput<typeof RatingPage>

export const FollowUpStep = v.object({
  type: v.picklist(['contact', 'remedy', 'explain', 'rateRemedy', 'appeal', 'uphold', 'reject']),
  at: Instant,
  actor: v.picklist(['citizen', 'office', 'unit', 'auditor']),
  /** name of the member of staff; null for the complainant */
  by: v.nullable(v.string()),
  text: v.exactOptional(v.string()),
  how: v.exactOptional(v.picklist(CONTACT_WAYS)),
  when: v.exactOptional(Instant),
  reached: v.exactOptional(v.boolean()),
  level: v.exactOptional(Level),
  again: v.exactOptional(v.boolean()),
})
export type FollowUpStep = v.InferOutput<typeof FollowUpStep>

export const RatingDetail = v.object({
  ...RatingSummary.entries,
  actualDays: v.nullable(v.number()),
  promisedDays: v.nullable(v.number()),
  /** only where the reader may see it */
  contact: v.nullable(Contact),
  /** there is one, but it is not shared with this unit */
  contactWithheld: v.boolean(),
  case: v.nullable(v.object({ id: Id, number: v.string(), status: v.picklist(CASE_STATUSES) })),
  steps: v.array(FollowUpStep),
  /** as last seen: whoever writes next has to name it */
  revision: v.number(),
  /** what the signed-in member of staff may do now */
  may: v.object({
    contact: v.boolean(),
    settle: v.boolean(),
    appeal: v.boolean(),
    decide: v.boolean(),
  }),
})
export type RatingDetail = v.InferOutput<typeof RatingDetail>

const params = v.object({ id: Id })
const revision = v.pipe(v.number(), v.integer(), v.minValue(0))

export const deskRatings = {
  list: endpoint({
    method: 'GET',
    path: '/ratings',
    capability: 'rating.read',
    summary: 'Ratings of the region (of a unit: of its own department); what waits stands by its due date',
    query: v.object({
      list: v.optional(v.picklist(RATING_LISTS)),
      offset: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/))),
    }),
    answer: RatingPage,
  }),
  detail: endpoint({
    method: 'GET',
    path: '/ratings/:id',
    capability: 'rating.read',
    summary: 'One rating with its follow-up',
    params,
    answer: RatingDetail,
    personal: true,
  }),
  contact: endpoint({
    method: 'POST',
    path: '/ratings/:id/contact',
    capability: 'rating.followUp',
    summary: 'Somebody called back, or tried to: how and when',
    params,
    body: v.strictObject({
      revision,
      how: v.picklist(CONTACT_WAYS),
      when: Instant,
      reached: v.boolean(),
      note: v.exactOptional(Text(1000)),
    }),
    answer: RatingDetail,
  }),
  settle: endpoint({
    method: 'POST',
    path: '/ratings/:id/settle',
    capability: 'rating.followUp',
    summary: 'What was put right, or why it was as it was: the complainant reads it and rates it',
    params,
    body: v.strictObject({ revision, type: v.picklist(['remedy', 'explain']), text: Text(2000) }),
    answer: RatingDetail,
  }),
  appeal: endpoint({
    method: 'POST',
    path: '/ratings/:id/appeal',
    capability: 'rating.appeal',
    summary: 'Holds that the rating is false; the auditor decides',
    params,
    body: v.strictObject({ revision, reason: Text(2000) }),
    answer: RatingDetail,
  }),
  decide: endpoint({
    method: 'POST',
    path: '/ratings/:id/appeal/decide',
    capability: 'rating.decideAppeal',
    summary: 'Upholds the appeal (the rating no longer counts on the board) or rejects it',
    params,
    body: v.strictObject({ revision, uphold: v.boolean(), reason: Text(2000) }),
    answer: RatingDetail,
  }),
}
