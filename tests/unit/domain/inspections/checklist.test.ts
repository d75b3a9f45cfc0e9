import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChecklist } from '#contract/inspections'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import {
  allQuestions,
  answerProblems,
  checklistProblems,
  missingAnswers,
  sealedAnswers,
  sectionProgress,
  visibleQuestions,
} from '#domain/inspections/checklist'
import { CURRENT_CHECKLIST } from '#domain/inspections/current-checklist'
import { findings, scoreInspection } from '#domain/inspections/score'
import { checklistOf, HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import hall1 from '../../../../src/domain/inspections/hall-checklist.1.json'
import type { Answer, Answers, Checklist, Question, When } from '#domain/inspections/types'

const w = { zh: '问', en: 'q' }
const yesNo = (id: string, when?: When, required = true): Question => ({
  id,
  kind: 'yesNo',
  title: w,
  finding: 'no',
  required,
  ...(when && { when }),
})
const list = (...questions: Question[]): Checklist => ({
  id: 'test',
  version: 1,
  title: w,
  points: 100,
  sections: [{ id: 'one', title: w, questions }],
})
const yes: Answer = { kind: 'yesNo', value: 'yes' }
const no: Answer = { kind: 'yesNo', value: 'no' }
const ids = (questions: Question[]) => questions.map((question) => question.id)

/** Any answers, right or wrong in kind, to the shipped checklist. */
const anyAnswer = (question: Question): fc.Arbitrary<Answer> => {
  switch (question.kind) {
    case 'choice':
      return fc
        .subarray(
          question.options.map((option) => option.id),
          { maxLength: question.multiple ? question.options.length : 1 },
        )
        .map((value) => ({ kind: 'choice', value }))
    case 'number':
      return fc
        .integer({ min: question.min ?? 0, max: question.max ?? 100 })
        .map((value) => ({ kind: 'number', value }))
    case 'timer':
      return fc.nat(4000).map((value) => ({ kind: 'timer', value }))
    case 'text':
      return fc.constantFrom('', ' ', '写明').map((value) => ({ kind: 'text', value }))
    case 'photo':
      return fc.constantFrom<Answer>({ kind: 'photo' }, { kind: 'photo', photos: ['a'.repeat(64)] })
    case 'itemCheck':
      return fc.constantFrom<Answer>(
        { kind: 'itemCheck', value: [] },
        {
          kind: 'itemCheck',
          value: [
            {
              item: 'A1',
              itemName: '甲',
              catalogueVersion: 1,
              verdicts: Object.fromEntries(DISCLOSURE_KEYS.map((key) => [key, { verdict: 'same' }])),
            },
          ],
        },
      )
    case 'yesNo':
      return fc.constantFrom('yes', 'no', 'na').map((value) => ({ kind: 'yesNo', value }))
  }
}
const anyAnswers: fc.Arbitrary<Answers> = fc
  .record(
    Object.fromEntries(allQuestions(HALL_CHECKLIST).map((question) => [question.id, anyAnswer(question)])),
    { requiredKeys: [] },
  )
  .map((answers) => answers as Answers)

describe('conditions', () => {
  it('shows a question only while its condition holds, nested ones too', () => {
    const nested: When = {
      all: [
        { question: 'a', is: 'no' },
        {
          not: {
            any: [
              { question: 'b', is: true },
              { question: 'n', atLeast: 3 },
            ],
          },
        },
      ],
    }
    const checklist = list(yesNo('a'), yesNo('b'), { id: 'n', kind: 'number', title: w }, yesNo('c', nested))
    expect(ids(visibleQuestions(checklist, {}))).toEqual(['a', 'b', 'n'])
    expect(ids(visibleQuestions(checklist, { a: no }))).toContain('c')
    expect(ids(visibleQuestions(checklist, { a: no, b: yes }))).not.toContain('c')
    expect(ids(visibleQuestions(checklist, { a: no, n: { kind: 'number', value: 2 } }))).toContain('c')
    expect(ids(visibleQuestions(checklist, { a: no, n: { kind: 'number', value: 3 } }))).not.toContain('c')
  })

  it('does not let a hidden question’s old answer show another', () => {
    const checklist = list(
      yesNo('a'),
      yesNo('b', { question: 'a', is: 'no' }),
      yesNo('c', { question: 'b', is: 'no' }),
    )
    expect(ids(visibleQuestions(checklist, { a: no, b: no }))).toEqual(['a', 'b', 'c'])
    expect(ids(visibleQuestions(checklist, { a: yes, b: no }))).toEqual(['a'])
  })

  it('meets one option among several of a multiple choice', () => {
    const checklist = list(
      {
        id: 'm',
        kind: 'choice',
        title: w,
        multiple: true,
        options: [
          { id: 'x', label: w },
          { id: 'y', label: w },
        ],
      },
      yesNo('why', { question: 'm', is: ['y', 'z'] }),
    )
    expect(ids(visibleQuestions(checklist, { m: { kind: 'choice', value: ['x'] } }))).toEqual(['m'])
    expect(ids(visibleQuestions(checklist, { m: { kind: 'choice', value: ['x', 'y'] } }))).toEqual([
      'm',
      'why',
    ])
  })
})

describe('missing answers and what is sealed', () => {
  it('misses required questions that show, and only those', () => {
    const checklist = list(yesNo('a'), yesNo('b', { question: 'a', is: 'no' }), yesNo('c', undefined, false))
    expect(ids(missingAnswers(checklist, {}))).toEqual(['a'])
    expect(ids(missingAnswers(checklist, { a: no }))).toEqual(['b'])
    expect(missingAnswers(checklist, { a: yes })).toEqual([])
  })

  it('counts an item check as answered when all eight facts of every item are', () => {
    const checklist = list({ id: 'i', kind: 'itemCheck', title: w, items: 3, required: true })
    const full = Object.fromEntries(DISCLOSURE_KEYS.map((key) => [key, { verdict: 'same' as const }]))
    const seven = { ...full, feeStandard: undefined }
    const check = (verdicts: object): Answers => ({
      i: { kind: 'itemCheck', value: [{ item: 'A', itemName: '甲', catalogueVersion: 1, verdicts }] },
    })
    expect(ids(missingAnswers(checklist, check(seven)))).toEqual(['i'])
    expect(missingAnswers(checklist, check(full))).toEqual([])
  })

  it('takes an item that was not compared at all where a note says why, and no half comparison', () => {
    const checklist = list({ id: 'i', kind: 'itemCheck', title: w, items: 3, required: true, deduction: 2 })
    const full = Object.fromEntries(DISCLOSURE_KEYS.map((key) => [key, { verdict: 'same' as const }]))
    const one = (verdicts: object) => ({ item: 'A', itemName: '甲', catalogueVersion: 1, verdicts })
    const answer = (note: string, ...verdicts: object[]): Answers => ({
      i: { kind: 'itemCheck', value: verdicts.map(one), ...(note && { note }) },
    })
    const missing = (answers: Answers) => ids(missingAnswers(checklist, answers))
    expect(missing(answer('目录没有下载到手机', {}, {}))).toEqual([])
    expect(missing(answer('目录没有下载到手机', full, {}))).toEqual([])
    // nothing could be drawn: there is no catalogue of this hall
    expect(missing(answer('没有这个大厅的目录'))).toEqual([])
    expect(missing(answer(' ', {}, full))).toEqual(['i'])
    expect(missing(answer(''))).toEqual(['i'])
    expect(missing(answer('写了一半', { name: { verdict: 'differs' } }, full))).toEqual(['i'])
    // what was not compared costs nothing; what was, costs what it costs
    const wrong = { ...full, name: { verdict: 'differs' as const } }
    expect(scoreInspection(checklist, answer('甲没有对照', {}, wrong)).score).toBe(98)
    expect(findings(checklist, answer('都没有对照', {}, {}))).toEqual([])
  })

  it('keeps a hidden answer in the draft and leaves it out of the record', () => {
    const checklist = list(yesNo('a'), yesNo('b', { question: 'a', is: 'no' }))
    const draft = { a: yes, b: no }
    expect(sealedAnswers(checklist, draft)).toEqual({ a: yes })
    expect(sealedAnswers(checklist, { ...draft, a: no })).toEqual({ a: no, b: no })
  })

  it('keeps the note and photos of a question left open', () => {
    const checklist = list({ id: 't', kind: 'text', title: w, photos: true })
    const noted: Answer = { kind: 'text', value: '', photos: ['f'.repeat(64)] }
    expect(sealedAnswers(checklist, { t: noted })).toEqual({ t: noted })
    expect(sealedAnswers(checklist, { t: { kind: 'text', value: ' ' } })).toEqual({})
  })

  it('seals answers that are sound for the checklist, and sealing again changes nothing', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const sealed = sealedAnswers(HALL_CHECKLIST, answers)
        expect(answerProblems(HALL_CHECKLIST, sealed)).toEqual([])
        expect(sealedAnswers(HALL_CHECKLIST, sealed)).toEqual(sealed)
        expect(ids(visibleQuestions(HALL_CHECKLIST, sealed))).toEqual(
          ids(visibleQuestions(HALL_CHECKLIST, answers)),
        )
        expect(missingAnswers(HALL_CHECKLIST, sealed)).toEqual(missingAnswers(HALL_CHECKLIST, answers))
      }),
    )
  })

  it('sums its progress to the questions that show', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const progress = sectionProgress(HALL_CHECKLIST, answers)
        expect(progress.flatMap((section) => section.questions)).toEqual(
          visibleQuestions(HALL_CHECKLIST, answers),
        )
        expect(progress.reduce((sum, section) => sum + section.missing, 0)).toBe(
          missingAnswers(HALL_CHECKLIST, answers).length,
        )
      }),
    )
  })
})

describe('answers that do not fit', () => {
  const checklist = list(
    yesNo('a'),
    { id: 'n', kind: 'number', title: w, min: 0, max: 20 },
    {
      id: 'c',
      kind: 'choice',
      title: w,
      options: [
        { id: 'x', label: w },
        { id: 'y', label: w },
      ],
    },
    yesNo('hidden', { question: 'a', is: 'no' }),
  )
  it.each<[string, Answers]>([
    ['an unknown question', { zzz: yes }],
    ['a hidden question', { a: yes, hidden: yes }],
    ['the wrong kind', { a: { kind: 'text', value: 'yes' } }],
    ['a number out of range', { n: { kind: 'number', value: 21 } }],
    ['an unknown option', { c: { kind: 'choice', value: ['z'] } }],
    ['two options of a single choice', { c: { kind: 'choice', value: ['x', 'y'] } }],
  ])('names %s', (_, answers) => {
    expect(answerProblems(checklist, answers)).toHaveLength(1)
  })
})

describe('the shipped hall checklist', () => {
  it('parses, and is what the product uses', () => {
    expect(parseChecklist(hall1)).toEqual(HALL_CHECKLIST)
    expect(checklistOf('hall', 1)).toBe(HALL_CHECKLIST)
    expect(checklistOf('hall', 99)).toBeUndefined()
    expect(checklistOf(CURRENT_CHECKLIST.id, CURRENT_CHECKLIST.version)).toBe(HALL_CHECKLIST)
  })

  it('covers what an inspection of a hall must look at', () => {
    expect(HALL_CHECKLIST.sections.map((section) => section.id)).toEqual([
      'staffed',
      'firstContact',
      'notice',
      'timeLimit',
      'fees',
      'board',
      'manner',
      'complaint',
      'waiting',
    ])
    const clauses = new Set(allQuestions(HALL_CHECKLIST).map((question) => question.clause))
    expect([...clauses].filter(Boolean).sort()).toEqual(['accountability', 'firstContact', 'timeLimit'])
  })

  it('words everything in both languages', () => {
    for (const question of allQuestions(HALL_CHECKLIST)) {
      const labels = question.kind === 'choice' ? question.options.map((option) => option.label) : []
      for (const wording of [question.title, ...(question.help ? [question.help] : []), ...labels]) {
        expect(wording.zh).toMatch(/\p{Script=Han}/u)
        expect(wording.en).toMatch(/^[\x20-\x7e’“”–]+$/)
      }
    }
  })

  it('is refused with a condition on a later question, a doubled id, or an unknown member', () => {
    const broken = structuredClone(HALL_CHECKLIST)
    broken.sections[0]!.questions[0]!.when = { question: 'waiting.time', atLeast: 1 }
    broken.sections[1]!.questions[0]!.id = 'staffed.sign'
    expect(checklistProblems(broken).length).toBeGreaterThanOrEqual(2)
    expect(() => parseChecklist(broken)).toThrow(/staffed.now depends on waiting.time/)
    expect(() => parseChecklist({ ...HALL_CHECKLIST, colour: 'red' })).toThrow()
  })
})
