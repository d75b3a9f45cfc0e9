/** Times of the day, relative times and lengths of time, in the current language and China's time. */
import { dateInChina, timeInChina } from '#domain/workdays/china-time'
import { m } from '../i18n/index.ts'
import { formatDate, parseDate, partsOf, tag } from './format.ts'

const DAY_MS = 86_400_000

/** 2026年11月23日, for slips and seals. */
export function formatFullDate(iso: string): string {
  const [year, month, day] = partsOf(iso)
  return m.shell_date_year({ year, month: m.shell_months_full().split(' ')[month - 1] ?? '', day })
}

/** 14:32 */
export function formatTime(iso: string): string {
  return timeInChina(parseDate(iso))
}

/** 11月23日 14:32 */
export function formatDateTime(iso: string, now: number = Date.now()): string {
  return `${formatDate(iso, now)} ${formatTime(iso)}`
}

/** 刚刚, 5 分钟前, 昨天 18:20, then the date. */
export function formatRelative(iso: string, now: number = Date.now()): string {
  const then = parseDate(iso)
  const minutes = Math.floor((now - then.getTime()) / 60_000)
  if (minutes >= 0 && minutes < 1) return m.shell_just_now()
  if (minutes >= 0 && minutes < 60) return m.shell_minutes_ago({ count: minutes })
  const day = dateInChina(then)
  if (day === dateInChina(now)) return formatTime(iso)
  if (day === dateInChina(now - DAY_MS)) return m.shell_yesterday_at({ time: formatTime(iso) })
  return formatDateTime(iso, now)
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
