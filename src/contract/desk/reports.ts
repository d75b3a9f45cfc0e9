/** 月报: what a month brought, for reading and for print. */
import * as v from 'valibot'
import { CASE_KINDS } from '#domain/cases/types'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, IsoDate, RegionCode } from '../fields.ts'

const rate = v.nullable(v.number())
const Month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not a month'))

export const MonthReport = v.object({
  region: RegionCode,
  regionName: v.string(),
  sample: v.boolean(),
  month: Month,
  /** whether the month is over: before that the report is of the days so far */
  complete: v.boolean(),
  asOf: Instant,
  cases: v.object({
    received: v.number(),
    before: v.number(),
    byKind: v.record(v.picklist(CASE_KINDS), v.number()),
    answered: v.number(),
    /** cases received in the month that were answered or are overdue */
    judged: v.number(),
    /** those answered on time, of `judged`: as on the public board */
    onTimeRate: rate,
    /** workdays from receipt to the (last) answer, of those answered in the month; null without any */
    medianWorkdays: rate,
    overdue: v.number(),
    transfers: v.number(),
    extensions: v.number(),
    reopened: v.number(),
    declined: v.number(),
  }),
  ratings: v.object({
    count: v.number(),
    satisfaction: rate,
    poor: v.number(),
    followUps: v.number(),
    followedUp: v.number(),
  }),
  inspections: v.object({ count: v.number(), substantiated: v.number(), meanScore: rate }),
  /** what inspections found and the office verified, the most frequent first */
  findings: v.array(
    v.object({ question: v.string(), zh: v.string(), en: v.string(), count: v.number(), points: v.number() }),
  ),
  /** open and overdue at the time of the report, the worst first */
  delays: v.array(
    v.object({
      id: Id,
      number: v.string(),
      unit: v.string(),
      item: v.nullable(v.string()),
      due: IsoDate,
      workdaysLate: v.number(),
    }),
  ),
  departments: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      received: v.number(),
      answered: v.number(),
      onTimeRate: rate,
      overdue: v.number(),
      satisfaction: rate,
      ratings: v.number(),
    }),
  ),
  /** items that most was filed and rated about */
  demanded: v.array(
    v.object({
      code: v.string(),
      name: v.string(),
      department: v.string(),
      cases: v.number(),
      ratings: v.number(),
    }),
  ),
  /** against the three months before */
  words: v.array(v.object({ word: v.string(), now: v.number(), before: v.number(), score: v.number() })),
})
export type MonthReport = v.InferOutput<typeof MonthReport>

export const deskReports = {
  list: endpoint({
    method: 'GET',
    path: '/reports',
    capability: 'report.read',
    summary: 'Months that something came in, newest first',
    answer: v.object({
      months: v.array(
        v.object({ month: Month, cases: v.number(), ratings: v.number(), inspections: v.number() }),
      ),
    }),
  }),
  read: endpoint({
    method: 'GET',
    path: '/reports/:month',
    capability: 'report.read',
    summary: 'The report of one month',
    params: v.object({ month: Month }),
    answer: MonthReport,
  }),
}
