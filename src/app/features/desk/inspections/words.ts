/** What the desk calls statuses, steps, clauses and answers. A checklist's own words are data, not messages. */
import type { DisclosureKey } from '#domain/catalogue/types'
import type { InspectionEventType } from '#domain/inspections/life'
import type { Answer, BoardVerdict, InspectionStatus, Question, Wording } from '#domain/inspections/types'
import type { Clause } from '#domain/inspections/yearly-score'
import type { RectificationState } from '#contract/desk/rectifications'
import { locale, m } from '../../../i18n/index.ts'
import { formatNumber } from '../../../ui/format.ts'

type Tone = 'info' | 'good' | 'wait' | 'bad'

export const say = (wording: Wording | undefined): string => wording?.[locale.value] ?? ''

const STATUSES: Record<InspectionStatus, [() => string, Tone]> = {
  received: [m.desk_inspections_st_received, 'wait'],
  substantiated: [m.desk_inspections_st_substantiated, 'bad'],
  unsubstantiated: [m.desk_inspections_st_unsubstantiated, 'info'],
  moreRequested: [m.desk_inspections_st_moreRequested, 'info'],
  rectification: [m.desk_inspections_st_rectification, 'wait'],
  revisit: [m.desk_inspections_st_revisit, 'info'],
  closed: [m.desk_inspections_st_closed, 'good'],
}
export const statusWord = (status: InspectionStatus): string => STATUSES[status][0]()
export const statusTone = (status: InspectionStatus): Tone => STATUSES[status][1]

const RECTIFICATIONS: Record<RectificationState, [() => string, Tone]> = {
  open: [m.desk_inspections_r_open, 'wait'],
  reported: [m.desk_inspections_r_reported, 'info'],
  revisit: [m.desk_inspections_r_revisit, 'info'],
  again: [m.desk_inspections_r_again, 'bad'],
  done: [m.desk_inspections_r_done, 'good'],
}
export const rectificationWord = (state: RectificationState): string => RECTIFICATIONS[state][0]()
export const rectificationTone = (state: RectificationState): Tone => RECTIFICATIONS[state][1]

const STEPS: Record<InspectionEventType, () => string> = {
  receive: m.desk_inspections_s_receive,
  substantiate: m.desk_inspections_s_substantiate,
  dismiss: m.desk_inspections_s_dismiss,
  ask: m.desk_inspections_s_ask,
  reply: m.desk_inspections_s_reply,
  order: m.desk_inspections_s_order,
  report: m.desk_inspections_s_report,
  revisit: m.desk_inspections_s_revisit,
  revisited: m.desk_inspections_s_revisited,
  close: m.desk_inspections_s_close,
}
export const stepWord = (type: string): string =>
  (STEPS as Partial<Record<string, () => string>>)[type]?.() ?? type

const CLAUSE_WORDS: Record<Clause, () => string> = {
  firstContact: m.desk_inspections_c_firstContact,
  timeLimit: m.desk_inspections_c_timeLimit,
  accountability: m.desk_inspections_c_accountability,
  other: m.desk_inspections_c_other,
}
export const clauseWord = (clause: Clause): string => CLAUSE_WORDS[clause]()

const FACTS: Record<DisclosureKey, () => string> = {
  name: m.desk_inspections_f_name,
  legalBasis: m.desk_inspections_f_legalBasis,
  conditions: m.desk_inspections_f_conditions,
  procedure: m.desk_inspections_f_procedure,
  statutoryLimit: m.desk_inspections_f_statutoryLimit,
  promisedLimit: m.desk_inspections_f_promisedLimit,
  feeBasis: m.desk_inspections_f_feeBasis,
  feeStandard: m.desk_inspections_f_feeStandard,
}
export const factWord = (key: DisclosureKey): string => FACTS[key]()
const VERDICTS: Record<BoardVerdict, () => string> = {
  same: m.desk_inspections_v_same,
  differs: m.desk_inspections_v_differs,
  notPosted: m.desk_inspections_v_notPosted,
}
export const verdictWord = (verdict: BoardVerdict): string => VERDICTS[verdict]()

export const kindWord = (kind: 'announced' | 'covert'): string =>
  kind === 'covert' ? m.desk_inspections_covert() : m.desk_inspections_announced()

const PLACES = {
  denied: m.desk_inspections_why_denied,
  timeout: m.desk_inspections_why_timeout,
  unsupported: m.desk_inspections_why_unsupported,
  off: m.desk_inspections_why_off,
}
export const noPlace = (why: keyof typeof PLACES): string =>
  m.desk_inspections_place_none({ why: PLACES[why]() })

/** `2026-11-2` as the middle third of November. */
export function thirdWord(found: string): string {
  const [year = '', month = '', third] = found.split('-')
  const name = new Date(`${year}-${month}-15T00:00:00`).toLocaleDateString(
    locale.value === 'zh' ? 'zh-CN' : 'en-GB',
    { year: 'numeric', month: 'long' },
  )
  if (third === '1') return m.desk_inspections_third_1({ month: name })
  return third === '2'
    ? m.desk_inspections_third_2({ month: name })
    : m.desk_inspections_third_3({ month: name })
}

/** An answer in a few lines, as the office reads it. */
export function answerLines(question: Question, answer: Answer): string[] {
  switch (answer.kind) {
    case 'yesNo':
      return [
        answer.value === 'yes'
          ? m.desk_inspections_yes()
          : answer.value === 'no'
            ? m.desk_inspections_no()
            : m.desk_inspections_na(),
      ]
    case 'choice':
      return question.kind === 'choice'
        ? question.options.filter(({ id }) => answer.value.includes(id)).map(({ label }) => say(label))
        : []
    case 'number':
      return [`${formatNumber(answer.value)} ${question.kind === 'number' ? say(question.unit) : ''}`.trim()]
    case 'timer':
      return [m.desk_inspections_seconds({ count: Math.round(answer.value) })]
    case 'text':
      return [answer.value]
    case 'photo':
      return []
    case 'itemCheck':
      return answer.value.map(({ itemName, verdicts }) => {
        if (Object.keys(verdicts).length === 0) return `${itemName}：${m.desk_inspections_not_compared()}`
        const off = Object.entries(verdicts).filter(([, { verdict }]) => verdict !== 'same')
        const told = off.map(([key, { verdict, wall }]) => {
          const fact = `${factWord(key as DisclosureKey)} ${verdictWord(verdict)}`
          return wall === undefined || wall === ''
            ? fact
            : `${fact}（${m.desk_inspections_wall({ text: wall })}）`
        })
        return `${itemName}：${told.length === 0 ? verdictWord('same') : told.join('；')}`
      })
  }
}
