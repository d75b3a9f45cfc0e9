/** How long what is written may be. The wire takes more, so that nothing that was sealed is ever refused for it. */
import { visibleQuestions } from './checklist.ts'
import type { Answer, Answers, Checklist, Question } from './types.ts'

export const NOTE_LENGTH = 2000
/** of what the board on the wall says */
export const WALL_LENGTH = 500

export const textLength = (question: Question): number =>
  (question.kind === 'text' ? question.maxLength : undefined) ?? NOTE_LENGTH

function isTooLong(question: Question, answer: Answer): boolean {
  if ((answer.note?.length ?? 0) > NOTE_LENGTH) return true
  if (answer.kind === 'text') return answer.value.length > textLength(question)
  if (answer.kind !== 'itemCheck') return false
  return answer.value.some(({ verdicts }) =>
    Object.values(verdicts).some(({ wall }) => (wall?.length ?? 0) > WALL_LENGTH),
  )
}

/** The questions that show and in whose answer more is written than there is room for. */
export function tooLongAnswers(checklist: Checklist, answers: Answers): Question[] {
  return visibleQuestions(checklist, answers).filter((question) => {
    const answer = answers[question.id]
    return answer?.kind === question.kind && isTooLong(question, answer)
  })
}
