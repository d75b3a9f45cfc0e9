import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueDate, dueState, overdueWorkdays, RULES } from '#domain/cases/clock'
import { reminderDays, reminderOn } from '#domain/cases/reminders'
import { foldCase } from '#domain/cases/transition'
import type { CaseEvent } from '#domain/cases/types'
import { addDays, addWorkdays, isWorkday } from '#domain/workdays/calendar'

/** The State Council's days, counted here by hand: nothing of the product's own arithmetic is used to judge it. */
const notices = new Map(
  readFileSync(new URL('../../../fixtures/state-council-days.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(','))
    .map(([date = '', , workday]) => [date, workday === '1']),
)
const DAY = 86_400_000
function isOfficeDay(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return notices.get(date) ?? (weekday !== 0 && weekday !== 6)
}
/** Office days after `from` up to and including `to`, day by day. */
function officeDays(from: string, to: string): number {
  let count = 0
  for (let at = Date.parse(from) + DAY; at <= Date.parse(to); at += DAY)
    if (isOfficeDay(new Date(at).toISOString().slice(0, 10))) count++
  return count
}

const date = fc
  .integer({ min: Date.UTC(2024, 1, 1) / DAY, max: Date.UTC(2026, 6, 31) / DAY })
  .map((day) => new Date(day * DAY).toISOString().slice(0, 10))
const at = (day: string, time = '02:00:00.000Z') => `${day}T${time}`

describe('a deadline across National Day 2026', () => {
  const due = dueDate('disclosureReport', at('2026-09-28'), RULES)

  it('counts the days off as none and the worked Saturday as one', () => {
    // 29 and 30 September, 8 and 9 October, and Saturday the 10th, which is worked
    expect(due).toBe('2026-10-10')
  })

  it('is called to mind on the workdays around it, and never in the holiday', () => {
    expect(reminderDays(due)).toEqual({
      dueSoon: '2026-10-09',
      dueToday: '2026-10-10',
      overdue: '2026-10-12',
    })
    for (let day = '2026-09-28'; day < '2026-10-09'; day = addDays(day, 1))
      expect([day, reminderOn(due, day)]).toEqual([day, undefined])
    expect(reminderOn(due, '2026-10-09')).toBe('dueSoon')
    expect(reminderOn(due, '2026-10-10')).toBe('dueToday')
    expect(reminderOn(due, '2026-10-11')).toBeUndefined()
    expect(reminderOn(due, '2026-10-12')).toBe('overdue')
  })

  it('does not turn red while nobody works', () => {
    const before = addWorkdays('2026-09-28', 2)
    expect(before).toBe('2026-09-30')
    for (let day = '2026-10-01'; day < '2026-10-08'; day = addDays(day, 1)) {
      expect(overdueWorkdays(before, day)).toBe(0)
      expect(dueState(before, day)).toBe('amber')
      expect(reminderOn(before, day)).toBeUndefined()
    }
    expect(dueState(before, '2026-10-08')).toBe('red')
    expect(reminderOn(before, '2026-10-08')).toBe('overdue')
  })
})

describe('reminders', () => {
  it('take a due date on a day off for the workday before it', () => {
    expect(reminderDays('2026-11-21')).toEqual({
      dueSoon: '2026-11-19',
      dueToday: '2026-11-20',
      overdue: '2026-11-23',
    })
  })

  it('stand on workdays only, one after the other, and `overdue` with the red state', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -15, max: 15 }), (due, shift) => {
        const today = addDays(due, shift)
        const kind = reminderOn(due, today)
        if (!isOfficeDay(today)) {
          expect(kind).toBeUndefined()
          return
        }
        const { dueSoon, dueToday, overdue } = reminderDays(due)
        expect([dueSoon, dueToday, overdue].every(isOfficeDay)).toBe(true)
        expect([officeDays(dueSoon, dueToday), officeDays(dueToday, overdue)]).toEqual([1, 1])
        expect(kind === 'overdue').toBe(dueState(due, today) === 'red')
        expect(kind === undefined).toBe(today < dueSoon)
      }),
    )
  })
})

describe('paused time', () => {
  it('is not counted, whatever holidays it crosses', () => {
    fc.assert(
      fc.property(
        date,
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.tuple(fc.nat(6), fc.nat(40)), { maxLength: 3 }),
        (accepted, period, pauses) => {
          const rules = { ...RULES, complaint: period }
          const first = dueDate('complaint', at(accepted), rules)
          const events: CaseEvent[] = [
            { type: 'submit', at: at(accepted) },
            { type: 'accept', at: at(accepted), due: first },
          ]
          let now = accepted
          let paused = 0
          for (const [wait, length] of pauses) {
            const since = addDays(now, wait)
            const until = addDays(since, length)
            events.push({ type: 'requestMore', at: at(since), question: '?' })
            expect(foldCase(events).due).toBeUndefined()
            events.push({ type: 'supply', at: at(until), text: 'x', photos: [] })
            paused += officeDays(since, until)
            now = until
          }
          const { due = '' } = foldCase(events)
          expect(officeDays(accepted, due) - paused).toBe(period)
          expect(isWorkday(due)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
