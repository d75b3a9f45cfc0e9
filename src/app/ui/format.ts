/**
 * Dates, times, numbers and limits as both languages write them. Pure but for the current language: times are those of
 * China, where the halls are, whatever zone the phone is set to.
 */
import type { TimeLimit } from '#domain/catalogue/types'
import { dateInChina } from '#domain/workdays/china-time'
import { locale, m } from '../i18n/index.ts'

const DAY_MS = 86_400_000
const tag = () => (locale.value === 'zh' ? 'zh-CN' : 'en-GB')
const formats = new Map<string, Intl.DateTimeFormat>()

function date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag() + JSON.stringify(options)
  let format = formats.get(key)
  if (!format)
    formats.set(key, (format = new Intl.DateTimeFormat(tag(), { ...options, timeZone: 'Asia/Shanghai' })))
  return format
}

/** `2026-11-23` is a calendar day, not midnight in London. */
function parse(iso: string): Date {
  return new Date(iso.length === 10 ? `${iso}T00:00:00+08:00` : iso)
}

/** 11月23日, with the year when it is not this one. `now` in epoch ms. */
export function formatDate(iso: string, now: number = Date.now()): string {
  const day = parse(iso)
  const sameYear = dateInChina(day).slice(0, 4) === dateInChina(now).slice(0, 4)
  return date({ ...(sameYear ? {} : { year: 'numeric' }), month: 'short', day: 'numeric' }).format(day)
}

/** 2026年11月23日, for slips and seals. */
export function formatFullDate(iso: string): string {
  return date({ year: 'numeric', month: 'long', day: 'numeric' }).format(parse(iso))
}

/** 14:32 */
export function formatTime(iso: string): string {
  return date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(parse(iso))
}

/** 11月23日 14:32 */
export function formatDateTime(iso: string, now: number = Date.now()): string {
  return `${formatDate(iso, now)} ${formatTime(iso)}`
}

/** 刚刚, 5 分钟前, 昨天 18:20, then the date. */
export function formatRelative(iso: string, now: number = Date.now()): string {
  const then = parse(iso)
  const minutes = Math.floor((now - then.getTime()) / 60_000)
  if (minutes >= 0 && minutes < 1) return m.shell_just_now()
  if (minutes >= 0 && minutes < 60) return m.shell_minutes_ago({ count: minutes })
  const day = dateInChina(then)
  if (day === dateInChina(now)) return formatTime(iso)
  if (day === dateInChina(now - DAY_MS)) return m.shell_yesterday_at({ time: formatTime(iso) })
  return formatDateTime(iso, now)
}

export function formatNumber(value: number): string {
  return value.toLocaleString(tag())
}

/** A number with exactly `digits` decimals. */
export function formatDecimal(value: number, digits: number): string {
  return value.toLocaleString(tag(), { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** 0.614 → 61.4% */
export function formatPercent(share: number, digits = 1): string {
  return `${formatDecimal(share * 100, digits)}%`
}

/** 148 kB, 1.2 MB, 10.7 GB; thousands, as browsers and shops count them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatNumber(bytes)} B`
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000))} kB`
  if (bytes < 1_000_000_000) return `${formatDecimal(bytes / 1_000_000, 1)} MB`
  return `${formatDecimal(bytes / 1_000_000_000, 1)} GB`
}

/** 1:02:03 or 18:42 from seconds. */
export function formatDuration(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60]
  return h > 0 ? `${h}:${two(min)}:${two(s)}` : `${two(min)}:${two(s)}`
}

/** 3天, 2小时, 15分钟: about how long so many ms are. */
export function formatSpan(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  const [unit, value] =
    minutes < 90
      ? (['minute', minutes] as const)
      : minutes < 36 * 60
        ? (['hour', Math.round(minutes / 60)] as const)
        : (['day', Math.round(minutes / 1440)] as const)
  return new Intl.NumberFormat(tag(), { style: 'unit', unit, unitDisplay: 'long' }).format(value)
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
