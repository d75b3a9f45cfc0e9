/**
 * 工作日: Monday to Friday, less the days off and plus the adjusted working weekends 调休 that the State Council
 * announces for each year (the notices are carried by the library chinese-days).
 *
 * Dates are ISO dates, YYYY-MM-DD, of the calendar in China. A period does not count the day on which it starts:
 * 《中华人民共和国民法典》第二百零一条 “开始的当日不计入，自下一日开始计算”.
 */
import chineseDays from 'chinese-days'

export { dateInChina } from './china-time.ts'

const DAY = 86_400_000

interface Year {
  /** whether the State Council's notice for this year is known; if not, every Monday to Friday counts */
  known: boolean
  /** `before[i]` is how many workdays lie in the year's first i days */
  before: Uint16Array
}

/** What `readYear` found, kept because reading a year is 365 look-ups; its content depends on the year alone. */
const years = new Map<number, Year>()

/** Days since 1970-01-01. Throws on what is no ISO date. */
function dayNumber(isoDate: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(isoDate) ? Date.parse(`${isoDate}T00:00:00Z`) : NaN
  if (Number.isNaN(time)) throw new RangeError(`not an ISO date: ${isoDate}`)
  return time / DAY
}
const isoOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
const firstDay = (year: number): number => Date.UTC(year, 0, 1) / DAY
const yearOf = (day: number): number => new Date(day * DAY).getUTCFullYear()

/** At noon of the machine's own zone, because the library reads dates there. */
const localNoon = (year: number, month: number, day: number): Date => new Date(year, month, day, 12)

/**
 * What the notice says of a day it names, off or worked; undefined for every other day. West of Greenwich the library
 * files each day under the day before, so it is first asked where it keeps the National Day of 2024.
 */
function announced(year: number, month: number, day: number): { name: string; work: boolean } | undefined {
  const detail = chineseDays.getDayDetail(localNoon(year, month, day + librarySkew))
  // A day that no notice names has the bare name of its weekday; a named one “English,中文,days”.
  return detail.name.includes(',') ? detail : undefined
}
const librarySkew = chineseDays.getDayDetail(localNoon(2024, 8, 30)).name.startsWith('National Day') ? -1 : 0

function readYear(year: number): Year {
  // National Day is a day off in every notice, so a year without it is a year without a notice.
  const known = announced(year, 9, 1) !== undefined
  const start = firstDay(year)
  const days = firstDay(year + 1) - start
  const before = new Uint16Array(days + 1)
  for (let i = 0; i < days; i++) {
    const weekday = new Date((start + i) * DAY).getUTCDay()
    const workday = announced(year, 0, 1 + i)?.work ?? (weekday !== 0 && weekday !== 6)
    before[i + 1] = (before[i] ?? 0) + (workday ? 1 : 0)
  }
  return { known, before }
}

function yearTable(year: number): Year {
  let table = years.get(year)
  if (!table) years.set(year, (table = readYear(year)))
  return table
}

/** Workdays of the day's year up to and including the day. */
function countInYear(day: number): number {
  const year = yearOf(day)
  return yearTable(year).before[day - firstDay(year) + 1] ?? 0
}

const isWorkdayNumber = (day: number): boolean => {
  const year = yearOf(day)
  const before = yearTable(year).before
  const index = day - firstDay(year)
  return before[index + 1] !== before[index]
}

/** Whether offices work on this day. In a year without a known notice: Monday to Friday (see `calendarKnown`). */
export function isWorkday(isoDate: string): boolean {
  return isWorkdayNumber(dayNumber(isoDate))
}

/**
 * The date `count` workdays after `isoDate`, the start not counted; before it when `count` is negative. With 0, the
 * date itself, workday or not. `workdaysBetween(a, addWorkdays(a, n))` is n for n ≥ 0.
 */
export function addWorkdays(isoDate: string, count: number): string {
  if (!Number.isInteger(count)) throw new RangeError(`not a whole number of workdays: ${count}`)
  const step = count < 0 ? -1 : 1
  let day = dayNumber(isoDate)
  for (let left = Math.abs(count); left > 0;) {
    day += step
    if (isWorkdayNumber(day)) left--
  }
  return isoOf(day)
}

/** Workdays after `from` up to and including `to`; negative when `to` lies before `from`. */
export function workdaysBetween(from: string, to: string): number {
  const a = dayNumber(from)
  const b = dayNumber(to)
  if (b < a) return 0 - workdaysBetween(to, from) // never −0
  let count = countInYear(b) - countInYear(a)
  for (let year = yearOf(a); year < yearOf(b); year++) count += yearTable(year).before.at(-1) ?? 0
  return count
}

/**
 * Whether the State Council's notices for every year from `from` to `to` are known. Where it is false, the workdays
 * counted there are Monday to Friday, and a screen that shows such a date says that it may still move.
 */
export function calendarKnown(from: string, to: string = from): boolean {
  const last = yearOf(dayNumber(to))
  for (let year = yearOf(dayNumber(from)); year <= last; year++) if (!yearTable(year).known) return false
  return true
}

/** The kind of day, and whether that is by notice (`known`) or only by the day of the week. */
export function dayKind(isoDate: string): { workday: boolean; known: boolean } {
  return { workday: isWorkday(isoDate), known: calendarKnown(isoDate) }
}

/** The ISO date `days` calendar days after (or before) `isoDate`. */
export function addDays(isoDate: string, days: number): string {
  return isoOf(dayNumber(isoDate) + days)
}
