/** What is wrong with a wish for a draw, at the field that it is wrong in. */
import { MAX_SEED } from '#contract/desk/visits'
import { m } from '../../../i18n/index.ts'
import { refusedFields } from '../parts/refusal.ts'

const FIELDS = ['from', 'until', 'seed'] as const
export type DrawProblems = Partial<Record<(typeof FIELDS)[number], string>>

interface Wish {
  /** ISO dates; empty where none was chosen */
  from: string
  until: string
  seed: string
}

/** @param today ISO date: nobody is sent into the past */
export function problemsOf({ from, until, seed }: Wish, today: string): DrawProblems {
  const problems: DrawProblems = {}
  if (from === '') problems.from = m.desk_inspections_required()
  if (until === '') problems.until = m.desk_inspections_required()
  else if (until < from) problems.until = m.desk_inspections_dates_order()
  else if (until < today) problems.until = m.desk_inspections_dates_past()
  if (seed.trim().length > MAX_SEED) problems.seed = m.desk_too_long({ max: MAX_SEED })
  return problems
}

/** The same of what the server would not take. */
export function refusedIn(error: unknown): DrawProblems {
  const paths = refusedFields(error)
  const refused = FIELDS.filter((field) => paths.includes(field))
  return Object.fromEntries(refused.map((field) => [field, m.desk_field_refused()]))
}
