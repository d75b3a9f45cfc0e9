/** Answered cases that their citizens and the office let everybody read: `GET /api/v1/regions/{region}/published-cases`. */
import * as v from 'valibot'
import { CASE_KINDS, CASE_STATUSES } from '#domain/cases/types'
import { Instant, IsoDate, LocalId } from './fields.ts'

/** `department`: of this unit only; `after`: the page that begins there. */
export const PublishedCasesQuery = v.object({
  department: v.optional(LocalId),
  after: v.optional(v.pipe(v.string(), v.maxLength(200))),
})
export type PublishedCasesQuery = v.InferOutput<typeof PublishedCasesQuery>

const PublishedCase = v.object({
  number: v.string(),
  kind: v.picklist(CASE_KINDS),
  /** the item, else the counter, hall or department it is about */
  title: v.nullable(v.string()),
  /** in the words that the office has read through */
  text: v.string(),
  answer: v.nullable(v.string()),
  unit: v.nullable(v.string()),
  status: v.picklist(CASE_STATUSES),
  receivedAt: Instant,
  publishedAt: Instant,
  /** workdays from its receipt to the last answer, and whether that came by its due date */
  workdays: v.nullable(v.number()),
  onTime: v.nullable(v.boolean()),
  /** what happened, without anybody's words */
  steps: v.array(
    v.object({
      at: Instant,
      type: v.string(),
      unit: v.exactOptional(v.string()),
      due: v.exactOptional(IsoDate),
    }),
  ),
})

export const PublishedCases = v.object({
  regionName: v.string(),
  /** of the department that was asked for */
  departmentName: v.exactOptional(v.string()),
  /** newest first */
  cases: v.array(PublishedCase),
  /** `after` of the next page; null when this is the last */
  next: v.nullable(v.string()),
})
export type PublishedCases = v.InferOutput<typeof PublishedCases>
