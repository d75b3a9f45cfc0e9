/**
 * What a unit is told of an inspection: the findings, and nothing that leads to who was there. No words of the
 * supervisor (their hand shows), no photos but those the office chose, no hour and no day: a hall has cameras.
 */
import { DISCLOSURE_KEYS, type DisclosureKey } from '../catalogue/types.ts'
import { dateInChina } from '../workdays/calendar.ts'
import { findings } from './score.ts'
import type { Answers, Checklist, ThreeSystems, Wording } from './types.ts'

export interface UnitFinding {
  question: string
  title: Wording
  /** the answer to a yes or no: without it nobody knows which of the two was the trouble */
  answer?: 'yes' | 'no'
  /** chosen answers of a choice, in both languages */
  chosen: Wording[]
  clause?: ThreeSystems
  /** items whose board on the wall does not agree, and in which of the eight facts */
  items: { code: string; name: string; facts: { key: DisclosureKey; verdict: 'differs' | 'notPosted' }[] }[]
}

/** The findings in the order asked; numbers and times stay with the office, for the same reason as the hour. */
export function findingsForUnit(checklist: Checklist, answers: Answers): UnitFinding[] {
  return findings(checklist, answers).map((question) => {
    const answer = answers[question.id]
    const chosen =
      question.kind === 'choice' && answer?.kind === 'choice'
        ? question.options.filter(({ id, finding }) => finding && answer.value.includes(id))
        : []
    const checks = answer?.kind === 'itemCheck' ? answer.value : []
    return {
      question: question.id,
      title: question.title,
      ...(answer?.kind === 'yesNo' && answer.value !== 'na' && { answer: answer.value }),
      chosen: chosen.map(({ label }) => label),
      ...(question.clause && { clause: question.clause }),
      items: checks
        .map(({ item, itemName, verdicts }) => ({
          code: item,
          name: itemName,
          facts: DISCLOSURE_KEYS.flatMap((key) => {
            const verdict = verdicts[key]?.verdict
            return verdict === 'differs' || verdict === 'notPosted' ? [{ key, verdict }] : []
          }),
        }))
        .filter(({ facts }) => facts.length > 0),
    }
  })
}

/** 上旬, 中旬, 下旬: the third of a month in which something was (`2026-11-2`), close enough to mend, too wide to find somebody on a recording. */
export function thirdOfMonth(instant: string | Date): string {
  const date = dateInChina(instant)
  return `${date.slice(0, 7)}-${Math.min(3, Math.ceil(Number(date.slice(8)) / 10))}`
}
