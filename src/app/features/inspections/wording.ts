/** What a checklist says in the user's language: its words are data, not messages. */
import type { DisclosureKey } from '#domain/catalogue/types'
import type {
  Answer,
  BoardVerdict,
  InspectionLocation,
  InspectionStatus,
  Question,
  ThreeSystems,
  Wording,
} from '#domain/inspections/types'
import { locale, m } from '../../i18n/index.ts'
import { formatNumber } from '../../ui/format.ts'
import type { FiledRecord } from '#sync/services'

export const say = (wording: Wording | undefined): string => wording?.[locale.value] ?? ''

const DISCLOSURES: Record<DisclosureKey, () => string> = {
  name: m.inspections_d_name,
  legalBasis: m.inspections_d_legalBasis,
  conditions: m.inspections_d_conditions,
  procedure: m.inspections_d_procedure,
  statutoryLimit: m.inspections_d_statutoryLimit,
  promisedLimit: m.inspections_d_promisedLimit,
  feeBasis: m.inspections_d_feeBasis,
  feeStandard: m.inspections_d_feeStandard,
}
export const disclosureWord = (key: DisclosureKey): string => DISCLOSURES[key]()

const VERDICTS: Record<BoardVerdict, () => string> = {
  same: m.inspections_check_same,
  differs: m.inspections_check_differs,
  notPosted: m.inspections_check_notPosted,
}
export const verdictWord = (verdict: BoardVerdict): string => VERDICTS[verdict]()

const CLAUSES: Record<ThreeSystems | 'other', () => string> = {
  firstContact: m.inspections_clause_firstContact,
  timeLimit: m.inspections_clause_timeLimit,
  accountability: m.inspections_clause_accountability,
  other: m.inspections_clause_other,
}
export const clauseWord = (clause: ThreeSystems | 'other'): string => CLAUSES[clause]()

const OUTCOMES: Record<InspectionStatus, { word: () => string; tone: 'info' | 'good' | 'wait' | 'bad' }> = {
  received: { word: m.inspections_outcome_received, tone: 'info' },
  substantiated: { word: m.inspections_outcome_substantiated, tone: 'good' },
  unsubstantiated: { word: m.inspections_outcome_unsubstantiated, tone: 'wait' },
  moreRequested: { word: m.inspections_outcome_moreRequested, tone: 'wait' },
  rectification: { word: m.inspections_outcome_rectification, tone: 'info' },
  revisit: { word: m.inspections_outcome_revisit, tone: 'info' },
  closed: { word: m.inspections_outcome_closed, tone: 'good' },
}
export const outcomeWord = (status: InspectionStatus): string => OUTCOMES[status].word()
export const outcomeTone = (status: InspectionStatus) => OUTCOMES[status].tone

export const kindWord = (kind: 'announced' | 'covert'): string =>
  kind === 'covert' ? m.inspections_kind_covert() : m.inspections_kind_announced()

export function locationSentence(location: InspectionLocation): string {
  if (!('unavailable' in location)) return m.inspections_location_got({ metres: location.accuracy })
  return {
    denied: m.inspections_location_denied,
    timeout: m.inspections_location_timeout,
    unsupported: m.inspections_location_unsupported,
    off: m.inspections_location_off,
  }[location.unavailable]()
}

export const yesNoWord = (value: 'yes' | 'no' | 'na'): string =>
  ({ yes: m.inspections_answer_yes, no: m.inspections_answer_no, na: m.inspections_answer_na })[value]()

/** 更正 AF-…, of a record or draft that corrects another; empty for any other. */
export function correctsLine(corrects: string | undefined, records: readonly FiledRecord[]): string {
  if (corrects === undefined) return ''
  const number = records.find((one) => one.id === corrects)?.number ?? m.inspections_record_earlier()
  return m.inspections_corrects({ number })
}

/** An answer in one line. */
export function answerLine(question: Question, answer: Answer | undefined): string {
  if (answer?.kind !== question.kind) return m.inspections_answer_none()
  switch (answer.kind) {
    case 'yesNo':
      return yesNoWord(answer.value)
    case 'choice':
      return question.kind === 'choice'
        ? question.options
            .filter((option) => answer.value.includes(option.id))
            .map((option) => say(option.label))
            .join('、')
        : ''
    case 'number': {
      const unit = question.kind === 'number' ? say(question.unit) : ''
      return [formatNumber(answer.value), unit].filter(Boolean).join(' ')
    }
    case 'timer':
      return m.inspections_answer_timer({
        minutes: Math.floor(answer.value / 60),
        seconds: Math.round(answer.value % 60),
      })
    case 'text':
      return answer.value
    case 'photo':
      return m.inspections_answer_photo({ count: answer.photos?.length ?? 0 })
    case 'itemCheck':
      return answer.value
        .map((check) => {
          const judged = Object.values(check.verdicts)
          const off = judged.filter((entry) => entry.verdict !== 'same').length
          const word =
            judged.length === 0
              ? m.inspections_check_not_compared()
              : off === 0
                ? m.inspections_check_same()
                : `${m.inspections_check_differs()} ${off}`
          return `${check.itemName}：${word}`
        })
        .join('\n')
  }
}

/** What a finding costs here; of a choice whose options cost differently, the most that one does. */
export function deductionLine(question: Question): string {
  const own =
    question.kind === 'choice' ? Math.max(0, ...question.options.map((option) => option.deduction ?? 0)) : 0
  const points = question.deduction ?? own
  if (points === 0) return ''
  return question.kind === 'itemCheck'
    ? m.inspections_run_deduction_item({ points })
    : m.inspections_run_deduction({ points })
}
