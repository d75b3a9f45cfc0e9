/** A case in the words of the desk: what a citizen reads of the same thing stands in `state/case-words.ts`. */
import type { CaseConflict, CaseStep, CaseSummary, DeskStep } from '#contract/desk/cases'
import type { CaseEventType, CaseStatus } from '#domain/cases/types'
import { m } from '../../../i18n/index.ts'
import type { Tone } from '../../../state/case-words.ts'
import { formatDate } from '../../../ui/format.ts'

const STATUS: Record<CaseStatus, { word: () => string; tone: Tone }> = {
  submitted: { word: m.desk_cases_s_submitted, tone: 'info' },
  accepted: { word: m.desk_cases_s_accepted, tone: 'info' },
  declined: { word: m.desk_cases_s_declined, tone: 'wait' },
  assigned: { word: m.desk_cases_s_assigned, tone: 'info' },
  moreRequested: { word: m.desk_cases_s_moreRequested, tone: 'wait' },
  answered: { word: m.desk_cases_s_answered, tone: 'good' },
  reopened: { word: m.desk_cases_s_reopened, tone: 'wait' },
  confirmed: { word: m.desk_cases_s_confirmed, tone: 'good' },
  withdrawn: { word: m.desk_cases_s_withdrawn, tone: 'info' },
  closed: { word: m.desk_cases_s_closed, tone: 'good' },
}
export const statusWord = (status: CaseStatus): string => STATUS[status].word()
export const statusTone = (status: CaseStatus): Tone => STATUS[status].tone

/** How the clock of a case stands, in a word and a colour. */
export function dueWord(one: Pick<CaseSummary, 'due' | 'dueState' | 'overdueWorkdays' | 'status'>): {
  word: string
  tone: Tone | undefined
} {
  if (one.due === null || one.dueState === null)
    return {
      word: one.status === 'moreRequested' ? m.desk_cases_due_paused() : m.desk_cases_due_none(),
      tone: undefined,
    }
  const when = formatDate(one.due)
  switch (one.dueState) {
    case 'red':
      return { word: m.desk_cases_due_red({ count: one.overdueWorkdays }), tone: 'bad' }
    case 'amber':
      return { word: m.desk_cases_due_amber({ when }), tone: 'wait' }
    case 'onTime':
      return { word: m.desk_cases_due_by({ when }), tone: undefined }
  }
}

const ACTOR: Record<CaseStep['actor'], () => string> = {
  citizen: m.desk_cases_a_citizen,
  office: m.desk_cases_a_office,
  unit: m.desk_cases_a_unit,
  system: m.desk_cases_a_system,
}
/** Who took a step: the role, and the name where staff did. */
export const whoDid = ({ actor, by }: Pick<CaseStep, 'actor' | 'by'>): string =>
  by === null ? ACTOR[actor]() : `${ACTOR[actor]()} ${by}`

const unitOf = (step: Partial<CaseStep>): string => step.unit ?? m.desk_cases_a_unit()
const EVENT: Record<CaseEventType, (step: Partial<CaseStep>) => string> = {
  submit: () => m.desk_cases_e_submit(),
  accept: () => m.desk_cases_e_accept(),
  decline: () => m.desk_cases_e_decline(),
  assign: (step) => m.desk_cases_e_assign({ unit: unitOf(step) }),
  transfer: (step) => m.desk_cases_e_transfer({ unit: unitOf(step) }),
  requestMore: () => m.desk_cases_e_requestMore(),
  supply: () => m.desk_cases_e_supply(),
  extend: (step) => m.desk_cases_e_extend({ when: step.due === undefined ? '' : formatDate(step.due) }),
  answer: () => m.desk_cases_e_answer(),
  confirm: () => m.desk_cases_e_confirm(),
  reopen: () => m.desk_cases_e_reopen(),
  withdraw: () => m.desk_cases_e_withdraw(),
  close: () => m.desk_cases_e_close(),
  merge: () => m.desk_cases_e_merge(),
  separate: () => m.desk_cases_e_separate(),
}
/** What a step did; one of a kind that this version does not know is told as a step all the same. */
export const eventWord = (step: Partial<CaseStep> & { type: string }): string =>
  Object.hasOwn(EVENT, step.type) ? EVENT[step.type as CaseEventType](step) : m.desk_cases_e_other()

export const sinceWord = (one: CaseConflict['since'][number]): string =>
  one.type === 'assign' || one.type === 'transfer' || one.type === 'extend'
    ? stepName(one.type)
    : eventWord({ type: one.type })

const STEP: Record<DeskStep, () => string> = {
  accept: m.desk_cases_t_accept,
  decline: m.desk_cases_t_decline,
  assign: m.desk_cases_t_assign,
  transfer: m.desk_cases_t_transfer,
  requestMore: m.desk_cases_t_requestMore,
  extend: m.desk_cases_t_extend,
  answer: m.desk_cases_t_answer,
  close: m.desk_cases_t_close,
  merge: m.desk_cases_t_merge,
  separate: m.desk_cases_t_separate,
  publish: m.desk_cases_t_publish,
  unpublish: m.desk_cases_t_unpublish,
}
const HINT: Partial<Record<DeskStep, () => string>> = {
  accept: m.desk_cases_h_accept,
  decline: m.desk_cases_h_decline,
  assign: m.desk_cases_h_assign,
  transfer: m.desk_cases_h_transfer,
  requestMore: m.desk_cases_h_requestMore,
  extend: m.desk_cases_h_extend,
  answer: m.desk_cases_h_answer,
  close: m.desk_cases_h_close,
  separate: m.desk_cases_h_separate,
  publish: m.desk_cases_h_publish,
  unpublish: m.desk_cases_h_unpublish,
}
/** A step as the button that takes it. */
export const stepName = (step: DeskStep): string => STEP[step]()
/** What taking it means for the citizen and the clock. */
export const stepHint = (step: DeskStep): string => HINT[step]?.() ?? ''

/** The small facts under a title, only those that are so. */
export function marks(one: CaseSummary): string[] {
  return [
    one.origin === 'rating' ? m.desk_cases_from_rating() : '',
    one.transfers > 0 ? m.desk_cases_transfers({ count: one.transfers }) : '',
    one.extensions > 0 ? m.desk_cases_extensions({ count: one.extensions }) : '',
    one.joined > 0 ? m.desk_cases_joined({ count: one.joined }) : '',
    one.mergedInto === null ? '' : m.desk_cases_follows(),
    one.photos > 0 ? m.desk_cases_photos_count({ count: one.photos }) : '',
    one.hasContact ? m.desk_cases_has_contact() : '',
    one.published ? m.desk_cases_published() : '',
  ].filter(Boolean)
}
