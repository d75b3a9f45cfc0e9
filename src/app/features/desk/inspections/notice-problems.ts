/** What is wrong with a public notice, at the field that it is wrong in. */
import { NAMES_SUPERVISOR, NOTICE_LIMITS } from '#contract/desk/public-notices'
import { ServiceError } from '#sync/services'
import { m } from '../../../i18n/index.ts'
import { detailsOf, refusedFields } from '../parts/refusal.ts'

const FIELDS = ['title', 'text'] as const
type NoticeField = (typeof FIELDS)[number]
export type NoticeProblems = Partial<Record<NoticeField, string | undefined>>

function problemOf(words: string, max: number): string | undefined {
  const { length } = words.trim()
  if (length === 0) return m.desk_inspections_required()
  return length > max ? m.desk_too_long({ max }) : undefined
}
const said = (problem: (field: NoticeField) => string | undefined): NoticeProblems =>
  Object.fromEntries(
    FIELDS.map((field) => [field, problem(field)] as const).filter(([, words]) => words !== undefined),
  )

/** What is missing or too long; nothing where it can be sent. */
export const problemsOf = (notice: Record<NoticeField, string>): NoticeProblems =>
  said((field) => problemOf(notice[field], NOTICE_LIMITS[field]))

/** The same of the reason for which one is withdrawn. */
export const reasonProblem = (because: string): string | undefined =>
  problemOf(because, NOTICE_LIMITS.because)

/** What the server refused, in words of this screen; undefined for what every screen says alike. */
export function refusalWords(error: unknown): { sentence: string; fields: NoticeProblems } | undefined {
  if (!(error instanceof ServiceError)) return undefined
  if (error.code === 'conflict') return { sentence: m.desk_inspections_notice_conflict(), fields: {} }
  const paths = refusedFields(error)
  const at = (words: string) => said((field) => (paths.includes(field) ? words : undefined))
  if (detailsOf(error)?.reason === NAMES_SUPERVISOR)
    return {
      sentence: m.desk_inspections_notice_names(),
      fields: at(m.desk_inspections_notice_names_field()),
    }
  const fields = at(m.desk_field_refused())
  return Object.keys(fields).length > 0 ? { sentence: '', fields } : undefined
}
