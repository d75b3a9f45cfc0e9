/** Which steps a member of staff can take on a case as it stands: what the server would refuse is not offered. */
import type { DeskStep } from '#contract/desk/cases'
import { canReopen, type RuleSet } from '#domain/cases/clock'
import { ALLOWED } from '#domain/cases/transition'
import type { CaseEvent, CaseStatus } from '#domain/cases/types'
import { type Capability, may, type StaffMember } from '#domain/staff/roles'
import { addWorkdays, dateInChina } from '#domain/workdays/calendar'
import type { CaseRow } from './tables.ts'

const NEEDS: Record<DeskStep, Capability> = {
  accept: 'case.direct',
  decline: 'case.direct',
  assign: 'case.direct',
  transfer: 'case.direct',
  requestMore: 'case.direct',
  extend: 'case.answer',
  answer: 'case.answer',
  close: 'case.direct',
  merge: 'case.direct',
  separate: 'case.direct',
  publish: 'case.direct',
  unpublish: 'case.direct',
}
const BY_EVENT = [
  'accept',
  'decline',
  'assign',
  'transfer',
  'requestMore',
  'extend',
  'answer',
  'close',
  'merge',
  'separate',
] as const satisfies readonly DeskStep[]

/** Only what was answered can be shown to others, and only where its citizen agreed. */
export const publishable = (row: Pick<CaseRow, 'public' | 'status'>): boolean =>
  row.public && ['answered', 'confirmed', 'closed'].includes(row.status)

export interface Standing {
  row: Pick<CaseRow, 'public' | 'status' | 'due' | 'merged_into' | 'origin'>
  events: readonly CaseEvent[]
  rules: RuleSet
  published: boolean
}

/** @param now ISO instant */
export function legalSteps(
  staff: StaffMember,
  { row, events, rules, published }: Standing,
  now: string,
): DeskStep[] {
  const allowed: readonly string[] = ALLOWED[row.status]
  const possible: DeskStep[] = BY_EVENT.filter((step) => {
    if (!allowed.includes(step)) return false
    // A poor rating is answered where it was called about: on its own page.
    if (step === 'answer') return row.origin !== 'rating'
    if (step === 'extend') return row.due !== null && dateInChina(now) <= row.due
    if (step === 'close') return !canReopen(events, now, rules)
    // One that follows another cannot lead in its turn.
    if (step === 'merge') return row.merged_into === null
    if (step === 'separate') return row.merged_into !== null
    return true
  })
  if (published) possible.push('unpublish')
  else if (publishable(row)) possible.push('publish')
  return possible.filter((step) => may(staff, NEEDS[step]))
}

const EXTENSIONS = [3, 5, 10]
/** Dates to which the due date may be moved, in workdays from where it is. */
export const extensionDates = (due: string): { workdays: number; due: string }[] =>
  EXTENSIONS.map((workdays) => ({ workdays, due: addWorkdays(due, workdays) }))

/** How far a case has come on the way to its unit: one that follows must not be ahead of the one that leads. */
const RANK: Partial<Record<CaseStatus, number>> = { submitted: 0, accepted: 1, assigned: 2, reopened: 2 }

/** Whether `other` can be joined to `main` as both stand. */
export function mergeable(
  main: Pick<CaseRow, 'status' | 'unit' | 'merged_into' | 'region'>,
  other: Pick<CaseRow, 'status' | 'unit' | 'merged_into' | 'region'> & { joined: number },
): boolean {
  const [ahead, behind] = [RANK[main.status], RANK[other.status]]
  if (ahead === undefined || behind === undefined || behind > ahead) return false
  if (main.region !== other.region || main.merged_into !== null || other.merged_into !== null) return false
  return other.joined === 0 && (behind < 2 || other.unit === main.unit)
}
