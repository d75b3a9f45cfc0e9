/**
 * Open data: one row for each item, case, rating and inspection, without words, people, phones or numbers that lead to
 * one. Where a department (or hall) has fewer than `SMALL_GROUP` rows of a kind, its name is left blank in them, because
 * its rates are withheld; its plain counts stand in the data set `departments` (`venues`).
 */
import type { Clause } from '../inspections/yearly-score.ts'

/** One item; keys are the headers of the CSV. `discloses_*` is 1 where the fact is really disclosed. */
export type OpenItem = Readonly<Record<string, string | number | boolean | null>> & {
  item_code: string
  department_id: string
  statutory_amount: number | null
  statutory_amount_unit: string | null
  promised_amount: number | null
  promised_amount_unit: string | null
}

export interface OpenCase {
  /** id of the unit that owns it now, else of the department it is about */
  department: string | null
  kind: string
  /** `citizen`, or `rating`: opened by a poor rating */
  origin: string
  status: string
  /** ISO date in China */
  received: string
  due: string | null
  /** on the day of the download */
  overdue: boolean
  answered_on_time: boolean | null
  transfers: number
  extensions: number
  reopened: boolean
}

export interface OpenRating {
  department: string | null
  venue: string | null
  level: number
  /** ids, separated by `;` */
  tags: string
  /** workdays it really took, as the citizen says, and as was promised that day */
  actual_days: number | null
  promised_days: number | null
  of_an_answer: boolean
  follow_up: 'none' | 'open' | 'done'
  /** put aside by an upheld appeal: counted nowhere else */
  put_aside: boolean
  /** YYYY-MM: the day would tell those at the counter who it was */
  month: string
}

export interface OpenInspection {
  department: string | null
  venue: string | null
  kind: string
  checklist: string
  checklist_version: number
  score: number
  status: string
  substantiated: boolean
  rectification: 'none' | 'open' | 'done'
  /** ISO date in China */
  received: string
}

/** What rows with a blank name leave out, by department or hall: never a rate. */
export interface OpenGroup {
  id: string
  name: string
  cases: number
  judged: number
  overdue: number
  ratings: number
  put_aside: number
  timed: number
  follow_ups: number
  inspections: number
  substantiated: number
  rectifications: number
  rectified: number
}

/** A booking on the yearly score of a department or hall; a counter-booking has negative points. */
export interface OpenBooking {
  target_kind: 'department' | 'venue'
  target: string
  year: number
  clause: Clause
  points: number
}

export interface OpenData {
  items: readonly OpenItem[]
  cases: readonly OpenCase[]
  ratings: readonly OpenRating[]
  inspections: readonly OpenInspection[]
  departments: readonly OpenGroup[]
  venues: readonly OpenGroup[]
  bookings: readonly OpenBooking[]
}
