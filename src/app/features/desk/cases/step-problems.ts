import type { CaseDetail, DeskStep } from '#contract/desk/cases'
import { withoutPersonalData } from '#domain/cases/personal-data'
import { m } from '../../../i18n/index.ts'
import type { StepDraft } from './step-drafts.ts'

export const MAX_REASON = 2000
export const MAX_ANSWER = 5000

export type Problems = Partial<
  Record<'reason' | 'rule' | 'unit' | 'question' | 'due' | 'answer' | 'text' | 'textAnswer', string>
>

function words(text: string, missing: string, max: number): string | undefined {
  if (text.trim() === '') return missing
  return text.length > max ? m.desk_too_long({ max }) : undefined
}
const chosen = (value: string, missing: string): string | undefined => (value === '' ? missing : undefined)
const impersonal = (text: string): string | undefined =>
  withoutPersonalData(text) === text ? undefined : m.desk_cases_pub_personal()

/** What is still missing before the step can be sent, by field. */
export function problemsOf(step: DeskStep, draft: StepDraft, detail: CaseDetail): Problems {
  const reason = () => words(draft.reason, m.desk_cases_reason_missing(), MAX_REASON)
  const found: { [Field in keyof Problems]: string | undefined } = {}
  switch (step) {
    case 'decline':
      found.rule = chosen(draft.rule, m.desk_cases_rule_missing())
      found.reason = reason()
      break
    case 'assign':
      found.unit = chosen(draft.unit, m.desk_cases_unit_missing())
      break
    case 'transfer':
      found.unit = chosen(draft.unit === detail.unit?.id ? '' : draft.unit, m.desk_cases_unit_missing())
      found.reason = reason()
      break
    case 'separate':
      found.reason = reason()
      break
    case 'requestMore':
      found.question = words(draft.question, m.desk_cases_question_missing(), MAX_REASON)
      break
    case 'extend':
      found.due = chosen(draft.due, m.desk_cases_extend_missing())
      found.reason = reason()
      break
    case 'answer':
      found.answer = words(draft.answer, m.desk_cases_answer_missing(), MAX_ANSWER)
      break
    case 'publish':
      found.text =
        words(draft.text ?? '', m.desk_cases_pub_missing(), MAX_ANSWER) ?? impersonal(draft.text ?? '')
      found.textAnswer = impersonal(draft.textAnswer ?? '')
      break
    default:
  }
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined))
}
