import type { CaseView } from '#contract/receipts'
import { isOpen, turnOf } from '#domain/cases/standing'
import type { CaseEventType } from '#domain/cases/types'
import { m } from '../../i18n/index.ts'
import { dueLine, type Tone } from '../../state/case-words.ts'
import { formatDate } from '../../ui/format.ts'

export type Step = CaseView['timeline'][number]

/** An entry as the timeline shows it. */
export interface TimelineEntry {
  /** ISO instant; absent for what is still to come */
  at?: string
  title: string
  text?: string
  tone?: Tone
}

const unitOf = (step: Step): string => step.unit ?? m.cases_a_unit()
const TITLE: Record<CaseEventType, (step: Step) => string> = {
  submit: () => m.cases_step_submit(),
  accept: () => m.cases_step_accept(),
  decline: () => m.cases_step_decline(),
  assign: (step) => m.cases_step_assign({ unit: unitOf(step) }),
  transfer: (step) => m.cases_step_transfer({ unit: unitOf(step) }),
  requestMore: () => m.cases_step_requestMore(),
  supply: () => m.cases_step_supply(),
  extend: (step) => m.cases_step_extend({ when: formatDate(step.due ?? '') }),
  answer: (step) => m.cases_step_answer({ unit: unitOf(step) }),
  confirm: () => m.cases_step_confirm(),
  reopen: () => m.cases_step_reopen(),
  withdraw: () => m.cases_step_withdraw(),
  close: () => m.cases_step_close(),
  merge: () => m.cases_step_merge(),
  separate: () => m.cases_step_separate(),
}
const TONE: Partial<Record<CaseEventType, Tone>> = {
  answer: 'good',
  confirm: 'good',
  decline: 'wait',
  transfer: 'wait',
  extend: 'wait',
  requestMore: 'wait',
  reopen: 'wait',
}

/** A step in plain words. A kind of step that this version does not know is shown as a step, not hidden. */
function entryOf(step: Step): TimelineEntry {
  const type = Object.hasOwn(TITLE, step.type) ? (step.type as CaseEventType) : undefined
  const said = [step.text, step.rule === undefined ? '' : m.cases_rule({ rule: step.rule })]
  const entry: TimelineEntry = { at: step.at, title: type ? TITLE[type](step) : m.cases_step_other() }
  const text = said.filter(Boolean).join('\n')
  if (text) entry.text = text
  const tone = type && TONE[type]
  if (tone) entry.tone = tone
  return entry
}

/** What happened, and while the case is open what comes next. The words of `said` stand elsewhere on the screen. */
export function caseTimeline(view: CaseView, now: number, said?: Step): TimelineEntry[] {
  const entries = view.timeline.map((step) => {
    const { text, ...entry } = entryOf(step)
    return text === undefined || step === said ? entry : { ...entry, text }
  })
  if (!isOpen(view.status) || turnOf(view.status) === 'citizen') return entries
  const title = dueLine(view, now)
  if (title) entries.push({ title, tone: view.overdueWorkdays > 0 ? 'bad' : 'info' })
  return entries
}

/** The newest step of a type, for the words that belong to where the case stands. */
export function lastStep(view: CaseView, type: CaseEventType): Step | undefined {
  return view.timeline.findLast((step) => step.type === type)
}
