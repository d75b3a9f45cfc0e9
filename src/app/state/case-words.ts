import type { CaseView } from '#contract/receipts'
import type { CaseKind, CaseStatus, CitizenAction } from '#domain/cases/types'
import { m } from '../i18n/index.ts'
import { formatDate } from '../ui/format.ts'

export type Tone = 'info' | 'good' | 'wait' | 'bad'

const KIND: Record<CaseKind, () => string> = {
  complaint: m.cases_kind_complaint,
  suggestion: m.cases_kind_suggestion,
  enquiry: m.cases_kind_enquiry,
  disclosureReport: m.cases_kind_disclosureReport,
}
export const kindName = (kind: CaseKind): string => KIND[kind]()

const STATUS: Record<CaseStatus, { word: () => string; tone: Tone }> = {
  submitted: { word: m.cases_status_submitted, tone: 'info' },
  accepted: { word: m.cases_status_accepted, tone: 'info' },
  declined: { word: m.cases_status_declined, tone: 'wait' },
  assigned: { word: m.cases_status_assigned, tone: 'info' },
  moreRequested: { word: m.cases_status_moreRequested, tone: 'wait' },
  answered: { word: m.cases_status_answered, tone: 'good' },
  reopened: { word: m.cases_status_reopened, tone: 'info' },
  confirmed: { word: m.cases_status_confirmed, tone: 'good' },
  withdrawn: { word: m.cases_status_withdrawn, tone: 'info' },
  closed: { word: m.cases_status_closed, tone: 'good' },
}

const STEP: Record<CitizenAction['type'], () => string> = {
  supply: m.cases_step_supply,
  confirm: m.cases_step_confirm,
  reopen: m.cases_step_reopen,
  withdraw: m.cases_step_withdraw,
}
/** What the citizen did on their case. */
export const stepName = (type: CitizenAction['type']): string => STEP[type]()

/** The badge of where a case stands. */
export function statusBadge(status: CaseStatus): { word: string; tone: Tone } {
  const { word, tone } = STATUS[status]
  return { word: word(), tone }
}

/** The badge of a case: its status, unless it is overdue, which goes before everything. */
export function caseBadge(view: CaseView): { word: string; tone: Tone } {
  if (view.overdueWorkdays > 0)
    return { word: m.cases_overdue_badge({ count: view.overdueWorkdays }), tone: 'bad' }
  return statusBadge(view.status)
}

/** Who has it, how often it was passed on, and by when the next step is due: the line under a case's title. */
export function caseLine(view: CaseView, now: number): string {
  const parts = [
    view.unit === undefined ? '' : m.cases_unit({ unit: view.unit }),
    view.transfers > 0 ? m.cases_transfers({ count: view.transfers }) : '',
    dueLine(view, now),
  ]
  return parts.filter(Boolean).join(' · ')
}

/** By when the next step is due; empty while nothing is. */
export function dueLine(view: CaseView, now: number): string {
  if (view.due === undefined) return ''
  const when = formatDate(view.due, now)
  return view.status === 'submitted' ? m.cases_due_accept({ when }) : m.cases_due_answer({ when })
}

/** The first line of what was written, without its full stop, for a list. */
export function firstLine(text: string, max = 60): string {
  const line = (text.trim().split('\n', 1)[0] ?? '').replace(/[。．.，,；;\s]+$/, '')
  return line.length > max ? `${line.slice(0, max)}…` : line
}
