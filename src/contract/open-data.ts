/** `GET /api/v1/regions/{region}/open-data/{set}.json`, as it is read back: strictly enough to count with. */
import * as v from 'valibot'
import { CLAUSES } from '#domain/inspections/yearly-score'
import type { OpenData } from '#domain/accountability/open-records'
import { Instant, IsoDate } from './fields.ts'

const text = v.nullable(v.string())
const number = v.nullable(v.number())

const Group = v.object({
  id: v.string(),
  name: v.string(),
  cases: v.number(),
  judged: v.number(),
  overdue: v.number(),
  ratings: v.number(),
  put_aside: v.number(),
  timed: v.number(),
  follow_ups: v.number(),
  inspections: v.number(),
  substantiated: v.number(),
  rectifications: v.number(),
  rectified: v.number(),
})

const ROWS = {
  items: v.looseObject({
    item_code: v.string(),
    department_id: v.string(),
    statutory_amount: number,
    statutory_amount_unit: text,
    promised_amount: number,
    promised_amount_unit: text,
  }),
  cases: v.object({
    department: text,
    kind: v.string(),
    origin: v.string(),
    status: v.string(),
    received: IsoDate,
    due: v.nullable(IsoDate),
    overdue: v.boolean(),
    answered_on_time: v.nullable(v.boolean()),
    transfers: v.number(),
    extensions: v.number(),
    reopened: v.boolean(),
  }),
  ratings: v.object({
    department: text,
    venue: text,
    level: v.number(),
    tags: v.string(),
    actual_days: number,
    promised_days: number,
    of_an_answer: v.boolean(),
    follow_up: v.picklist(['none', 'open', 'done']),
    put_aside: v.boolean(),
    month: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/)),
  }),
  inspections: v.object({
    department: text,
    venue: text,
    kind: v.string(),
    checklist: v.string(),
    checklist_version: v.number(),
    score: v.number(),
    status: v.string(),
    substantiated: v.boolean(),
    rectification: v.picklist(['none', 'open', 'done']),
    received: IsoDate,
  }),
  departments: Group,
  venues: Group,
  bookings: v.object({
    target_kind: v.picklist(['department', 'venue']),
    target: v.string(),
    year: v.number(),
    clause: v.picklist(CLAUSES),
    points: v.number(),
  }),
} satisfies Record<keyof OpenData, v.GenericSchema>

const head = { catalogueVersion: v.number(), asOf: Instant }

/** Reads one data set's file. Throws `ValiError` on what it is not. */
export function readOpenData<Set extends keyof OpenData>(
  set: Set,
  file: unknown,
): { rows: OpenData[Set]; asOf: string; catalogueVersion: number } {
  const rows: v.GenericSchema = v.array(ROWS[set])
  const read = v.parse(v.object({ ...head, [set]: rows }), file) as {
    catalogueVersion: number
    asOf: string
  } & Record<string, unknown>
  return { rows: read[set] as OpenData[Set], asOf: read.asOf, catalogueVersion: read.catalogueVersion }
}
