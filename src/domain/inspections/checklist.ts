/** 检查表: which questions show, which still lack an answer, and how far an inspection has come. */
import { DISCLOSURE_KEYS } from '../catalogue/types.ts'
import type { Answer, Answers, Checklist, ChecklistSection, ItemCheck, Question, When } from './types.ts'

/** Every question of the checklist in the order in which it is asked. */
export function allQuestions(checklist: Checklist): Question[] {
  return checklist.sections.flatMap((section) => section.questions)
}

function equals(answer: Answer, wanted: string | boolean): boolean {
  const word = typeof wanted === 'boolean' ? (wanted ? 'yes' : 'no') : wanted
  switch (answer.kind) {
    case 'yesNo':
    case 'text':
      return answer.value === word
    case 'choice':
      return answer.value.includes(word)
    default:
      return false
  }
}

/** Whether a condition holds; a question without an answer fulfils no condition but a negated one. */
function holds(when: When, answers: ReadonlyMap<string, Answer>): boolean {
  if ('all' in when) return when.all.every((part) => holds(part, answers))
  if ('any' in when) return when.any.some((part) => holds(part, answers))
  if ('not' in when) return !holds(when.not, answers)
  const answer = answers.get(when.question)
  if (!answer) return false
  if ('is' in when) {
    const wanted = typeof when.is === 'object' ? when.is : [when.is]
    return wanted.some((one) => equals(answer, one))
  }
  if (answer.kind !== 'number' && answer.kind !== 'timer') return false
  return answer.value >= (when.atLeast ?? -Infinity) && answer.value <= (when.atMost ?? Infinity)
}

const compared = ({ verdicts }: ItemCheck) => DISCLOSURE_KEYS.every((key) => verdicts[key] !== undefined)
const untouched = ({ verdicts }: ItemCheck) => Object.keys(verdicts).length === 0

/**
 * An item check is answered when every fact of every item is. An item that could not be compared at all, or that none
 * could be drawn, is an answer too where a note says why: nobody is to judge what they could not see.
 */
function isCheckAnswered(items: readonly ItemCheck[], note: string | undefined): boolean {
  const explained = (note?.trim() ?? '') !== ''
  return (
    (items.length > 0 || explained) && items.every((item) => compared(item) || (explained && untouched(item)))
  )
}

/** Whether the answer says something, in the question's own kind. */
export function isAnswered(question: Question, answer: Answer | undefined): boolean {
  if (answer?.kind !== question.kind) return false
  switch (answer.kind) {
    case 'yesNo':
    case 'number':
    case 'timer':
      return true
    case 'choice':
      return answer.value.length > 0
    case 'text':
      return answer.value.trim() !== ''
    case 'photo':
      return (answer.photos?.length ?? 0) > 0
    case 'itemCheck':
      return isCheckAnswered(answer.value, answer.note)
  }
}

/**
 * The questions that show with these answers. A condition looks only at questions asked before and themselves showing:
 * what a hidden question was once answered does not reach further.
 */
export function visibleQuestions(checklist: Checklist, answers: Answers): Question[] {
  const known = new Map<string, Answer>()
  return allQuestions(checklist).filter((question) => {
    if (question.when && !holds(question.when, known)) return false
    const answer = answers[question.id]
    if (answer && isAnswered(question, answer)) known.set(question.id, answer)
    return true
  })
}

/** The required questions that show and have no complete answer. */
export function missingAnswers(checklist: Checklist, answers: Answers): Question[] {
  return visibleQuestions(checklist, answers).filter(
    (question) => question.required && !isAnswered(question, answers[question.id]),
  )
}

/**
 * What is sealed: the answers of questions that show. A draft keeps what was answered to a question that no longer
 * shows, so that changing an answer back brings it back; a record does not. An unanswered question stays only when it
 * carries a note or photos, or an item check under way.
 */
export function sealedAnswers(checklist: Checklist, answers: Answers): Answers {
  const sealed: Answers = {}
  for (const question of visibleQuestions(checklist, answers)) {
    const answer = answers[question.id]
    if (answer?.kind !== question.kind) continue
    const noted = (answer.note?.trim() ?? '') !== '' || (answer.photos?.length ?? 0) > 0
    const partial = answer.kind === 'itemCheck' && answer.value.length > 0
    if (isAnswered(question, answer) || noted || partial) sealed[question.id] = answer
  }
  return sealed
}

export interface SectionProgress {
  section: ChecklistSection
  /** questions that show */
  questions: Question[]
  answered: number
  /** required ones still without an answer */
  missing: number
}

/** Section by section: how many questions show and how many are answered. Sections without a showing question stay, with none. */
export function sectionProgress(checklist: Checklist, answers: Answers): SectionProgress[] {
  const visible = new Set(visibleQuestions(checklist, answers))
  return checklist.sections.map((section) => {
    const questions = section.questions.filter((question) => visible.has(question))
    const answered = questions.filter((question) => isAnswered(question, answers[question.id])).length
    const missing = questions.filter(
      (question) => question.required && !isAnswered(question, answers[question.id]),
    ).length
    return { section, questions, answered, missing }
  })
}

function references(when: When): string[] {
  if ('all' in when) return when.all.flatMap(references)
  if ('any' in when) return when.any.flatMap(references)
  if ('not' in when) return references(when.not)
  return [when.question]
}

/** What is wrong with a checklist as data, beyond its shape: doubled ids, conditions on questions not asked before. Empty when sound. */
export function checklistProblems(checklist: Checklist): string[] {
  const problems: string[] = []
  const sections = new Set<string>()
  const asked = new Set<string>()
  for (const section of checklist.sections) {
    if (sections.has(section.id)) problems.push(`section ${section.id} stands twice`)
    sections.add(section.id)
    for (const question of section.questions) {
      if (asked.has(question.id)) problems.push(`question ${question.id} stands twice`)
      for (const other of question.when ? references(question.when) : [])
        if (!asked.has(other))
          problems.push(`question ${question.id} depends on ${other}, not asked before it`)
      asked.add(question.id)
      if (question.kind !== 'choice') continue
      const ids = question.options.map((option) => option.id)
      if (new Set(ids).size !== ids.length) problems.push(`question ${question.id} has an option twice`)
    }
  }
  return problems
}

function answerProblem(question: Question, answer: Answer): string | undefined {
  if (answer.kind !== question.kind) return `expects ${question.kind}, not ${answer.kind}`
  if (question.kind === 'choice' && answer.kind === 'choice') {
    const known = new Set(question.options.map((option) => option.id))
    const unknown = answer.value.find((id) => !known.has(id))
    if (unknown !== undefined) return `has no option ${unknown}`
    if (!question.multiple && answer.value.length > 1) return 'takes one option'
  }
  if (question.kind === 'number' && answer.kind === 'number') {
    const { min = -Infinity, max = Infinity } = question
    if (answer.value < min || answer.value > max) return `is outside ${min} to ${max}`
  }
  if (question.kind === 'itemCheck' && answer.kind === 'itemCheck' && answer.value.length > question.items)
    return `takes ${question.items} items`
  return undefined
}

/** What is wrong with answers as answers to this checklist: unknown questions, hidden ones, wrong kinds, values out of range. */
export function answerProblems(checklist: Checklist, answers: Answers): string[] {
  const visible = new Map(visibleQuestions(checklist, answers).map((question) => [question.id, question]))
  return Object.entries(answers).flatMap(([id, answer]) => {
    const question = visible.get(id)
    if (!question) return [`question ${id} is not asked`]
    const problem = answerProblem(question, answer)
    return problem === undefined ? [] : [`question ${id} ${problem}`]
  })
}
