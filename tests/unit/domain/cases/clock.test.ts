import { describe, expect, it } from 'vitest'
import {
  canReopen,
  dueDate,
  dueIsFirm,
  dueState,
  overdueWorkdays,
  punctuality,
  reopenUntil,
  RULES,
  workdaysLeft,
} from '#domain/cases/clock'
import type { CaseEvent } from '#domain/cases/types'

const filed: CaseEvent = { at: '2026-11-02T01:00:00Z', type: 'submit', due: '2026-11-03' }
const accepted: CaseEvent = { at: '2026-11-03T01:00:00Z', type: 'accept', due: '2026-11-17' }
const assigned: CaseEvent = { at: '2026-11-03T02:00:00Z', type: 'assign', unit: 'tax', due: '2026-11-17' }
const answer = (at: string): CaseEvent => ({ at, type: 'answer', text: 'done' })
const before = [filed, accepted, assigned]

describe('the clock of a case', () => {
  it('starts on the day in China and counts workdays from the next', () => {
    // 16:30 UTC on the 1st is already the 2nd in China
    expect(dueDate('accept', '2026-11-01T16:30:00Z')).toBe('2026-11-03')
    expect(dueDate('enquiry', '2026-11-23T06:00:00Z')).toBe('2026-11-26')
    expect(dueDate('complaint', '2026-11-23T06:00:00Z')).toBe('2026-12-07')
    expect(dueDate('disclosureReport', '2026-09-29T06:00:00Z')).toBe('2026-10-12')
    expect(dueDate('complaint', '2026-11-23T06:00:00Z', { ...RULES, complaint: 5 })).toBe('2026-11-30')
  })

  it('is overdue from the day after the due date', () => {
    expect(overdueWorkdays('2026-11-17', '2026-11-17')).toBe(0)
    expect(overdueWorkdays('2026-11-17', '2026-11-18')).toBe(1)
    expect(overdueWorkdays('2026-11-20', '2026-11-22')).toBe(0) // a weekend is no workday
    expect(overdueWorkdays(undefined, '2026-11-22')).toBe(0)
    expect(workdaysLeft('2026-11-27', '2026-11-23')).toBe(4)
    expect(workdaysLeft('2026-11-20', '2026-11-23')).toBe(0)
  })

  it('turns amber on the workday before, and red when it is past', () => {
    // Friday 20 November 2026
    expect(dueState('2026-11-20', '2026-11-18')).toBe('onTime')
    expect(dueState('2026-11-20', '2026-11-19')).toBe('amber')
    expect(dueState('2026-11-20', '2026-11-20')).toBe('amber')
    expect(dueState('2026-11-20', '2026-11-21')).toBe('amber') // nobody works on a Saturday
    expect(dueState('2026-11-20', '2026-11-23')).toBe('red')
    expect(dueState('2026-11-23', '2026-11-20')).toBe('amber')
    expect(dueState(undefined, '2026-11-20')).toBeUndefined()
  })

  it('says when a date may still move', () => {
    expect(dueIsFirm('2026-12-31')).toBe(true)
    expect(dueIsFirm('2031-01-04')).toBe(false)
  })

  it('lets a citizen ask again for seven days after the answer, and once', () => {
    const answered = [...before, answer('2026-11-10T08:00:00Z')]
    expect(reopenUntil(answered)).toBe('2026-11-17T23:59:59.999+08:00')
    expect(canReopen(answered, '2026-11-17T15:59:59Z')).toBe(true)
    expect(canReopen(answered, '2026-11-17T16:00:00Z')).toBe(false)
    expect(canReopen(before, '2026-11-10T00:00:00Z')).toBe(false)
    const again: CaseEvent[] = [
      ...answered,
      { at: '2026-11-11T01:00:00Z', type: 'reopen', reason: 'no', due: '2026-11-25' },
      answer('2026-11-12T01:00:00Z'),
    ]
    expect(canReopen(again, '2026-11-12T02:00:00Z')).toBe(false)
  })

  it('tells what was on time, what was late, and what is overdue now', () => {
    expect(punctuality([...before, answer('2026-11-17T08:00:00Z')], '2026-12-01')).toEqual({
      answers: 1,
      onTime: 1,
      lateWorkdays: 0,
      overdueNow: false,
    })
    expect(punctuality([...before, answer('2026-11-19T08:00:00Z')], '2026-12-01')).toEqual({
      answers: 1,
      onTime: 0,
      lateWorkdays: 2,
      overdueNow: false,
    })
    expect(punctuality(before, '2026-11-18')).toMatchObject({ answers: 0, lateWorkdays: 1, overdueNow: true })
  })

  it('does not blame the unit for time in which the citizen was asked for more', () => {
    const slow: CaseEvent[] = [
      ...before,
      { at: '2026-11-16T01:00:00Z', type: 'requestMore', question: '?' },
      { at: '2026-11-23T01:00:00Z', type: 'supply', text: 'x', photos: [] },
      answer('2026-11-24T01:00:00Z'),
    ]
    expect(punctuality(slow, '2026-11-24')).toMatchObject({ answers: 1, onTime: 1 })
    expect(punctuality(slow.slice(0, 4), '2026-12-30').overdueNow).toBe(false)
  })
})
