/** Times are those of the hall, whatever the phone's zone: all of China keeps one time. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatDate, formatDecimal, formatNumber } from '../../../src/app/ui/format.ts'
import {
  formatDateTime,
  formatFullDate,
  formatRelative,
  formatTime,
} from '../../../src/app/ui/format-time.ts'
import { locale } from '../../../src/app/i18n/index.ts'

const own = process.env.TZ
beforeAll(() => {
  locale.value = 'zh'
})
afterAll(() => {
  if (own === undefined) delete process.env.TZ
  else process.env.TZ = own
})

// 00:30 on the first of January in China: yesterday, and last year, for most of the world.
const NEW_YEAR = '2026-12-31T16:30:00.000Z'
const at = (iso: string) => Date.parse(iso)

describe.each(['Asia/Shanghai', 'Asia/Urumqi', 'UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
  'on a phone set to %s',
  (zone) => {
    beforeAll(() => {
      process.env.TZ = zone
      // The zone did change, or nothing would be tested here.
      expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone)
    })

    it('shows an instant by China’s clock', () => {
      expect(formatTime(NEW_YEAR)).toBe('00:30')
      expect(formatDate(NEW_YEAR, at('2027-06-01T00:00:00Z'))).toBe('1月1日')
      expect(formatDate(NEW_YEAR, at('2026-12-31T15:59:59Z'))).toBe('2027年1月1日')
      expect(formatFullDate(NEW_YEAR)).toBe('2027年1月1日')
      expect(formatDateTime(NEW_YEAR, at('2027-01-02T00:00:00Z'))).toBe('1月1日 00:30')
    })

    it('shows a due day as the day it is', () => {
      expect(formatDate('2026-12-31', at('2026-12-30T16:00:00Z'))).toBe('12月31日')
      expect(formatFullDate('2026-12-31')).toBe('2026年12月31日')
    })

    it('calls yesterday what was yesterday in China', () => {
      expect(formatRelative(NEW_YEAR, at('2027-01-01T15:59:00Z'))).toBe('00:30')
      expect(formatRelative(NEW_YEAR, at('2027-01-01T16:01:00Z'))).toBe('昨天 00:30')
      expect(formatRelative(NEW_YEAR, at('2027-01-02T16:01:00Z'))).toBe('1月1日 00:30')
    })
  },
)

describe('dates', () => {
  const years = { min: new Date('1992-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z') }
  it('are written as Intl writes them in both languages', () => {
    const write = (tag: string, options: Intl.DateTimeFormatOptions, date: Date) =>
      new Intl.DateTimeFormat(tag, { ...options, timeZone: 'Asia/Shanghai' }).format(date)
    fc.assert(
      fc.property(
        fc.date({ ...years, noInvalidDate: true }),
        fc.constantFrom(['zh', 'zh-CN'] as const, ['en', 'en-GB'] as const),
        (date, [language, tag]) => {
          locale.value = language
          const iso = date.toISOString()
          const day = { month: 'short', day: 'numeric' } as const
          expect(formatDate(iso, date.getTime())).toBe(write(tag, day, date))
          expect(formatDate(iso, date.getTime() + 400 * 86_400_000)).toBe(
            write(tag, { ...day, year: 'numeric' }, date),
          )
          expect(formatFullDate(iso)).toBe(
            write(tag, { year: 'numeric', month: 'long', day: 'numeric' }, date),
          )
          expect(formatTime(iso)).toBe(
            write(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, date),
          )
        },
      ),
    )
    locale.value = 'zh'
  })
})

describe('numbers', () => {
  it('are written as Intl writes them in both languages, zero without a sign', () => {
    const unsigned = (text: string) => (Number(text) === 0 ? text.replace('-', '') : text)
    fc.assert(
      fc.property(
        fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
        (value) => {
          for (const tag of ['zh-CN', 'en-GB'])
            expect(formatNumber(value)).toBe(unsigned(value.toLocaleString(tag)))
        },
      ),
    )
  })

  it.each([
    [-0, '0', '0.0'],
    [-0.0004, '0', '0.0'],
    [-0.04, '-0.04', '0.0'],
    [-0.06, '-0.06', '-0.1'],
  ])('%d is %s, with one decimal %s', (value, whole, decimal) => {
    expect(formatNumber(value)).toBe(whole)
    expect(formatDecimal(value, 1)).toBe(decimal)
  })
})
