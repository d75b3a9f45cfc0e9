import { describe, expect, it } from 'vitest'
import { NOTE_LENGTH, tooLongAnswers, WALL_LENGTH } from '#domain/inspections/lengths'
import type { Answers, Checklist, Question } from '#domain/inspections/types'

const title = { zh: '问', en: 'q' }
const text: Question = { id: 't', kind: 'text', title, maxLength: 10 }
const items: Question = { id: 'i', kind: 'itemCheck', title, items: 3 }
const hidden: Question = { id: 'h', kind: 'text', title, when: { question: 't', is: 'x' } }
const checklist: Checklist = {
  id: 'test',
  version: 1,
  title,
  points: 100,
  sections: [{ id: 'one', title, questions: [text, items, hidden] }],
}
const tooLong = (answers: Answers) => tooLongAnswers(checklist, answers).map(({ id }) => id)
const wall = (length: number): Answers => {
  const verdicts = { name: { verdict: 'differs' as const, wall: '墙'.repeat(length) } }
  return { i: { kind: 'itemCheck', value: [{ item: 'A', itemName: '甲', catalogueVersion: 1, verdicts }] } }
}

describe('what is written in an answer', () => {
  it('may fill its box and no more, in the note, the text and what the wall says', () => {
    expect(tooLong({ t: { kind: 'text', value: '字'.repeat(10), note: '字'.repeat(NOTE_LENGTH) } })).toEqual(
      [],
    )
    expect(tooLong({ t: { kind: 'text', value: '字'.repeat(11) } })).toEqual(['t'])
    expect(tooLong({ t: { kind: 'text', value: '', note: '字'.repeat(NOTE_LENGTH + 1) } })).toEqual(['t'])
    expect(tooLong(wall(WALL_LENGTH))).toEqual([])
    expect(tooLong(wall(WALL_LENGTH + 1))).toEqual(['i'])
  })

  it('counts only where the question shows', () => {
    expect(tooLong({ h: { kind: 'text', value: '字'.repeat(NOTE_LENGTH + 1) } })).toEqual([])
  })
})
