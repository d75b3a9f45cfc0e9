import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addWorkdays,
  calendarKnown,
  dateInChina,
  dayKind,
  isWorkday,
  workdaysBetween,
} from '#domain/workdays/calendar'

const announced = readFileSync(new URL('../../../fixtures/state-council-days.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.trim().split(','))

const isoDate = fc
  .integer({ min: Date.UTC(2019, 0, 1) / 86_400_000, max: Date.UTC(2028, 11, 31) / 86_400_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))

describe('workdays by the notices of the State Council', () => {
  it.each(announced)('%s (%s) is workday: %s', (date, _name, workday) => {
    expect(isWorkday(date)).toBe(workday === '1')
  })

  it('takes every other day of those years by the day of the week', () => {
    const special = new Set(announced.map(([date]) => date))
    for (let date = '2024-01-01'; date <= '2026-12-31'; date = addDays(date, 1)) {
      if (special.has(date)) continue
      const weekday = new Date(date).getUTCDay()
      expect([date, isWorkday(date)]).toEqual([date, weekday !== 0 && weekday !== 6])
    }
  })

  it('counts Monday to Friday in a year without a notice, and says so', () => {
    expect(dayKind('2031-10-01')).toEqual({ workday: true, known: false })
    expect(dayKind('2031-10-04')).toEqual({ workday: false, known: false })
    expect(dayKind('2026-10-01')).toEqual({ workday: false, known: true })
    expect(calendarKnown('2026-12-30', '2031-01-04')).toBe(false)
    expect(calendarKnown('2024-01-01', '2026-12-31')).toBe(true)
  })
})

describe('a phone abroad', () => {
  it.each(['America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Shanghai'])('counts the same in %s', (zone) => {
    const program = `import { isWorkday } from '#domain/workdays/calendar'
      console.log(JSON.stringify(${JSON.stringify(announced.map(([date]) => date))}.map(isWorkday)))`
    const told = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      { env: { ...process.env, TZ: zone }, encoding: 'utf8' },
    )
    expect(JSON.parse(told)).toEqual(announced.map(([, , workday]) => workday === '1'))
  })
})

describe('periods', () => {
  it('does not count the day on which a period starts (民法典 201)', () => {
    expect(addWorkdays('2026-11-23', 1)).toBe('2026-11-24')
    expect(addWorkdays('2026-11-23', 10)).toBe('2026-12-07')
    expect(workdaysBetween('2026-11-23', '2026-11-23')).toBe(0)
    expect(workdaysBetween('2026-11-23', '2026-11-24')).toBe(1)
    expect(workdaysBetween('2026-11-22', '2026-11-21')).toBe(0) // a weekend backwards is 0, not −0
  })

  it('steps over a holiday week and counts the working weekend after it', () => {
    // 2026: 1 to 7 October off, Saturday 10 October worked
    expect(addWorkdays('2026-09-30', 1)).toBe('2026-10-08')
    expect(addWorkdays('2026-09-30', 3)).toBe('2026-10-10')
    expect(addWorkdays('2026-10-10', -3)).toBe('2026-09-30')
  })

  it('leaves the date alone when nothing is added, even on a day off', () => {
    expect(addWorkdays('2026-10-03', 0)).toBe('2026-10-03')
  })

  it('refuses what is no date or no whole number', () => {
    expect(() => isWorkday('2026-13-01')).toThrow(RangeError)
    expect(() => isWorkday('23.11.2026')).toThrow(RangeError)
    expect(() => addWorkdays('2026-11-23', 1.5)).toThrow(RangeError)
  })

  it('ends on a workday, and counting back gives what was added', () => {
    fc.assert(
      fc.property(isoDate, fc.integer({ min: 1, max: 400 }), (date, n) => {
        const end = addWorkdays(date, n)
        expect(isWorkday(end)).toBe(true)
        expect(workdaysBetween(date, end)).toBe(n)
      }),
    )
  })

  it('grows with the count and with the start', () => {
    fc.assert(
      fc.property(isoDate, isoDate, fc.nat(60), fc.nat(60), (a, b, n, m) => {
        expect(addWorkdays(a, n) <= addWorkdays(a, n + m)).toBe(true)
        const [first, second] = a <= b ? [a, b] : [b, a]
        expect(addWorkdays(first, n) <= addWorkdays(second, n)).toBe(true)
      }),
    )
  })

  it('adds up over adjoining periods, and turns its sign with its direction', () => {
    fc.assert(
      fc.property(isoDate, isoDate, isoDate, (a, b, c) => {
        expect(workdaysBetween(a, b) + workdaysBetween(b, c)).toBe(workdaysBetween(a, c))
      }),
    )
  })
})

describe('the date in China', () => {
  it('changes at midnight in Beijing', () => {
    expect(dateInChina('2026-11-23T15:59:59.999Z')).toBe('2026-11-23')
    expect(dateInChina('2026-11-23T16:00:00Z')).toBe('2026-11-24')
    expect(dateInChina(Date.UTC(2026, 11, 31, 20))).toBe('2027-01-01')
  })
})
