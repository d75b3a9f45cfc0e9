/** Instants of the sample district's past, at hours when people are awake or offices are open. */
import { addDays, addWorkdays, dateInChina } from '#domain/workdays/calendar'
import type { Chance } from './random.ts'

/** The instant of `hour` o'clock and some minutes of the ISO date in China. */
export function instant(date: string, hour: number, minute: number): Date {
  const two = (value: number) => String(value).padStart(2, '0')
  return new Date(`${date}T${two(hour)}:${two(minute)}:${two((hour * 7 + minute) % 60)}+08:00`)
}

/** Some evening, lunch hour or morning `daysAgo` days before `now`, and never after it. */
export function citizenTime(chance: Chance, now: Date, daysAgo: number): Date {
  const at = instant(
    addDays(dateInChina(now), -daysAgo),
    chance.pick([8, 9, 10, 11, 12, 14, 16, 19, 20, 21]),
    chance.between(0, 59),
  )
  return at < now ? at : new Date(now.getTime() - chance.between(5, 300) * 60_000)
}

/** Office hours `workdays` workdays after `from`, and later than `from` itself. */
export function officeTime(chance: Chance, from: Date, workdays: number): Date {
  const at = instant(
    addWorkdays(dateInChina(from), workdays),
    chance.pick([9, 10, 11, 14, 15, 16]),
    chance.between(0, 59),
  )
  if (at > from) return at
  return instant(addWorkdays(dateInChina(from), Math.max(1, workdays)), 9, chance.between(0, 59))
}

/** Long ago less often than lately: 0 to `span` days. */
export const daysAgo = (chance: Chance, span: number) => Math.floor(span * chance.next() ** 1.7)
