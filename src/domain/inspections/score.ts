/** 评分: points left after the deductions of every finding. */
import { isAnswered, visibleQuestions } from './checklist.ts'
import type { Answer, Answers, Checklist, Deduction, ItemCheck, Question, ThreeSystems } from './types.ts'

export type { Deduction } from './types.ts'

/** An item of the board check is a finding when one of its facts differs on the wall or is not posted. */
export function itemDiffers(check: ItemCheck): boolean {
  return Object.values(check.verdicts).some((entry) => entry.verdict !== 'same')
}

/** Whether the answer is a finding 问题: what the question looks for and the office must explain. */
export function isFinding(question: Question, answer: Answer | undefined): boolean {
  if (!answer || !isAnswered(question, answer)) return false
  switch (question.kind) {
    case 'yesNo':
      return answer.kind === 'yesNo' && answer.value === question.finding
    case 'choice':
      return (
        answer.kind === 'choice' &&
        question.options.some((option) => option.finding === true && answer.value.includes(option.id))
      )
    case 'number':
    case 'timer':
      return (
        (answer.kind === 'number' || answer.kind === 'timer') &&
        question.limit !== undefined &&
        answer.value > question.limit
      )
    case 'itemCheck':
      return answer.kind === 'itemCheck' && answer.value.some(itemDiffers)
    case 'text':
    case 'photo':
      return false
  }
}

function deductionsOf(question: Question, answer: Answer): Deduction[] {
  const take = (points: number, item?: string): Deduction => ({
    question: question.id,
    points,
    ...(question.clause && { clause: question.clause }),
    ...(item !== undefined && { item }),
  })
  if (question.kind === 'itemCheck' && answer.kind === 'itemCheck')
    return answer.value.filter(itemDiffers).map((check) => take(question.deduction ?? 0, check.item))
  if (question.kind === 'choice' && answer.kind === 'choice') {
    const chosen = question.options.filter((option) => option.finding && answer.value.includes(option.id))
    const own = chosen.reduce((sum, option) => sum + (option.deduction ?? 0), 0)
    return [take(chosen.some((option) => option.deduction !== undefined) ? own : (question.deduction ?? 0))]
  }
  return [take(question.deduction ?? 0)]
}

/** The questions whose answers are findings, in the order asked; hidden questions do not count. */
export function findings(checklist: Checklist, answers: Answers): Question[] {
  return visibleQuestions(checklist, answers).filter((question) => isFinding(question, answers[question.id]))
}

/**
 * The score: the checklist's points less the deductions of its findings, never below 0. Deductions of no points are
 * left out. What was not answered takes nothing off.
 */
export function scoreInspection(
  checklist: Checklist,
  answers: Answers,
): { score: number; deductions: Deduction[] } {
  const deductions = findings(checklist, answers)
    .flatMap((question) => {
      const answer = answers[question.id]
      return answer ? deductionsOf(question, answer) : []
    })
    .filter((deduction) => deduction.points > 0)
  const taken = deductions.reduce((sum, deduction) => sum + deduction.points, 0)
  return { score: Math.max(0, checklist.points - taken), deductions }
}

/** Points taken off by clause of the three systems 三项制度; `other` is what falls under none of them. */
export function deductionsByClause(deductions: readonly Deduction[]): Record<ThreeSystems | 'other', number> {
  const sums = { firstContact: 0, timeLimit: 0, accountability: 0, other: 0 }
  for (const { clause, points } of deductions) sums[clause ?? 'other'] += points
  return sums
}
