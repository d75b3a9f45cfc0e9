/**
 * Dates, numbers and limits as both languages write them. Pure but for the current language: dates are those of China,
 * where the halls are, whatever zone the phone is set to. Times of the day stand in `format-time.ts`, shares and sizes
 * in `format-figures.ts`.
 */
import type { TimeLimit } from '#domain/catalogue/types'
import { dateInChina } from '#domain/workdays/china-time'
import { locale, m } from '../i18n/index.ts'

/** The current language, as `Intl` names it. */
export const tag = () => (locale.value === 'zh' ? 'zh-CN' : 'en-GB')

/** `2026-11-23` is a calendar day, not midnight in London. */
export function parseDate(iso: string): Date {
  return new Date(iso.length === 10 ? `${iso}T00:00:00+08:00` : iso)
}

/**
 * 11月23日, with the year when it is not this one. `now` in epoch ms. By hand, for making a date format costs a slow phone
 * more than drawing the list does.
 */
export function formatDate(iso: string, now: number = Date.now()): string {
  const [year, month, day] = partsOf(iso)
  const inputs = { month: m.shell_months().split(' ')[month - 1] ?? '', day }
  return year === partsOf(now)[0] ? m.shell_date(inputs) : m.shell_date_year({ year, ...inputs })
}

/** Year, month and day in China. */
export function partsOf(instant: string | number): [year: number, month: number, day: number] {
  const [year = 0, month = 0, day = 0] = dateInChina(instant).split('-').map(Number)
  return [year, month, day]
}

/** Nothing is never less than nothing: Intl writes minus zero, and what rounds to it, with its sign. */
const unsignedZero = (text: string) => text.replace(/^-(?=[0.]+$)/, '')

/**
 * A number as `Intl` writes it, zero without a sign. Both languages group by comma; whole numbers are written by hand,
 * for making a number format costs a slow phone what drawing the list does.
 */
export function formatNumber(value: number): string {
  return Number.isInteger(value)
    ? `${value}`.replace(/\B(?=(\d{3})+$)/g, ',')
    : unsignedZero(value.toLocaleString(tag()))
}

/** A number with exactly `digits` decimals, zero without a sign. */
export function formatDecimal(value: number, digits: number): string {
  return unsignedZero(
    value.toLocaleString(tag(), { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
}

/** 8 个工作日, 60 天, 当场 */
export function formatLimit(limit: TimeLimit | { amount: number; unit: string }): string {
  if (limit.unit === 'onTheSpot' || limit.amount === 0) return m.shell_on_the_spot()
  return `${formatNumber(limit.amount)} ${limitUnit(limit)}`
}

/** 工作日 or 天, in the plural that the amount asks for */
export function limitUnit(limit: TimeLimit | { amount: number; unit: string }): string {
  const one = limit.amount === 1
  if (limit.unit === 'workday') return one ? m.shell_workday() : m.shell_workdays()
  return one ? m.shell_day() : m.shell_days()
}
