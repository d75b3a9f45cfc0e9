import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { deductionsByClause, findings, scoreInspection } from '#domain/inspections/score'
import type { Answers, BoardVerdict, Checklist, ItemCheck } from '#domain/inspections/types'

const yn = (value: 'yes' | 'no' | 'na') => ({ kind: 'yesNo' as const, value })
const check = (item: string, ...verdicts: BoardVerdict[]): ItemCheck => ({
  item,
  itemName: item,
  catalogueVersion: 1,
  verdicts: Object.fromEntries(DISCLOSURE_KEYS.map((key, at) => [key, { verdict: verdicts[at] ?? 'same' }])),
})

describe('scoring an inspection', () => {
  it('takes nothing off where nothing was found', () => {
    expect(scoreInspection(HALL_CHECKLIST, {})).toEqual({ score: 100, deductions: [] })
    expect(
      scoreInspection(HALL_CHECKLIST, { 'staffed.now': yn('yes'), 'limit.favour': yn('no') }).score,
    ).toBe(100)
  })

  it('takes off the deduction of a finding and names its clause', () => {
    const { score, deductions } = scoreInspection(HALL_CHECKLIST, {
      'staffed.now': yn('no'),
      'staffed.sign': yn('no'),
      'staffed.empty': { kind: 'timer', value: 14 * 60 },
      'first.took': yn('no'),
      'limit.same': yn('na'),
    })
    expect(score).toBe(100 - 2 - 1 - 2 - 3)
    expect(deductionsByClause(deductions)).toEqual({
      firstContact: 3,
      timeLimit: 0,
      accountability: 5,
      other: 0,
    })
  })

  it('lets a limit itself pass', () => {
    const at = (value: number): Answers => ({ 'waiting.time': { kind: 'timer', value } })
    expect(scoreInspection(HALL_CHECKLIST, at(1800)).score).toBe(100)
    expect(scoreInspection(HALL_CHECKLIST, at(1801)).score).toBe(98)
  })

  it('takes off for each item whose board differs or is not posted', () => {
    const answers: Answers = {
      'board.found': yn('yes'),
      'board.items': {
        kind: 'itemCheck',
        value: [check('A'), check('B', 'same', 'differs', 'notPosted'), check('C', 'notPosted')],
      },
    }
    const { score, deductions } = scoreInspection(HALL_CHECKLIST, answers)
    expect(score).toBe(96)
    expect(deductions.map((deduction) => deduction.item)).toEqual(['B', 'C'])
  })

  it('adds up what each manner chosen costs', () => {
    const { score } = scoreInspection(HALL_CHECKLIST, {
      'manner.four': { kind: 'choice', value: ['door', 'work'] },
    })
    expect(score).toBe(95)
  })

  it('does not count a hidden question', () => {
    const answers: Answers = { 'staffed.now': yn('yes'), 'staffed.empty': { kind: 'timer', value: 9999 } }
    expect(scoreInspection(HALL_CHECKLIST, answers).deductions).toEqual([])
  })

  it('never falls below 0, and is the points less its deductions until then', () => {
    const question = (at: number, deduction: number) => ({
      id: `q${at}`,
      kind: 'yesNo' as const,
      title: { zh: '问', en: 'q' },
      finding: 'no' as const,
      deduction,
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(40), fc.constantFrom('yes', 'no', 'na')), { maxLength: 9 }),
        (rows) => {
          const checklist: Checklist = {
            id: 'p',
            version: 1,
            title: { zh: '表', en: 'l' },
            points: 100,
            sections: [
              {
                id: 's',
                title: { zh: '段', en: 's' },
                questions: rows.map(([points], at) => question(at, points)),
              },
            ],
          }
          const answers = Object.fromEntries(rows.map(([, value], at) => [`q${at}`, yn(value)]))
          const taken = rows.filter(([, value]) => value === 'no').reduce((sum, [points]) => sum + points, 0)
          const { score, deductions } = scoreInspection(checklist, answers)
          expect(score).toBe(Math.max(0, 100 - taken))
          expect(deductions.reduce((sum, one) => sum + one.points, 0)).toBe(taken)
          expect(findings(checklist, answers)).toHaveLength(rows.filter(([, value]) => value === 'no').length)
        },
      ),
    )
  })
})
