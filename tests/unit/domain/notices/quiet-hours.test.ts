import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QUIET_HOURS, quietFor } from '#domain/notices/quiet-hours'

/** An instant by the clock in China. */
const china = (time: string) => Date.parse(`2026-11-24T${time}+08:00`)
const MINUTE = 60_000

describe('quiet hours', () => {
  it('are the night in China, across midnight', () => {
    expect(quietFor(china('21:59:59'), QUIET_HOURS)).toBe(0)
    expect(quietFor(china('22:00:00'), QUIET_HOURS)).toBe(9 * 60 * MINUTE)
    expect(quietFor(china('00:30:00'), QUIET_HOURS)).toBe(6.5 * 60 * MINUTE)
    expect(quietFor(china('06:59:00'), QUIET_HOURS)).toBe(MINUTE)
    expect(quietFor(china('07:00:00'), QUIET_HOURS)).toBe(0)
  })

  it('may lie within a day, or not be at all', () => {
    const noon = { from: '12:00', until: '14:00' }
    expect(quietFor(china('13:00:00'), noon)).toBe(60 * MINUTE)
    expect(quietFor(china('14:00:00'), noon)).toBe(0)
    expect(quietFor(china('23:00:00'), null)).toBe(0)
    expect(quietFor(china('08:00:00'), { from: '08:00', until: '08:00' })).toBe(0)
  })

  it('end where they say, whenever one looks', () => {
    const two = (value: number) => String(value).padStart(2, '0')
    const time = fc.nat(1439).map((minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`)
    const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) })
    fc.assert(
      fc.property(time, time, instant, (from, until, at) => {
        const left = quietFor(at, { from, until })
        expect(quietFor(at + left, { from, until })).toBe(0)
        if (left > 0) {
          const end = new Date(at + left + 8 * 3_600_000).toISOString().slice(11, 16)
          expect(end).toBe(until)
        }
      }),
    )
  })

  it('refuse what is no time', () => {
    expect(() => quietFor(0, { from: '25:00', until: '07:00' })).toThrow(RangeError)
  })
})
