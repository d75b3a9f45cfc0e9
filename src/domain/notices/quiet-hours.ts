/** 免打扰: the hours, by the clock in China, in which no telephone rings. */

/** `HH:MM` to `HH:MM`, usually across midnight; the end is no longer quiet. */
export interface QuietHours {
  from: string
  until: string
}

/** What holds until the subscriber says otherwise. */
export const QUIET_HOURS: Readonly<QuietHours> = { from: '22:00', until: '07:00' }

const MINUTE = 60_000
const DAY_MINUTES = 1_440
/** China has one time zone. */
const CHINA_OFFSET = 480

function minuteOf(time: string): number {
  const [hours = NaN, minutes = NaN] = time.split(':').map(Number)
  if (!(hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60)) throw new RangeError(`not a time: ${time}`)
  return hours * 60 + minutes
}

/**
 * How many ms from `at` (epoch ms) until it may ring: 0 outside the quiet hours, and where `quiet` is null. Hours that
 * begin when they end are none.
 */
export function quietFor(at: number, quiet: Readonly<QuietHours> | null): number {
  if (quiet === null) return 0
  const from = minuteOf(quiet.from)
  const length = (minuteOf(quiet.until) - from + DAY_MINUTES) % DAY_MINUTES
  const sinceStart = (((at / MINUTE + CHINA_OFFSET - from) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
  return sinceStart < length ? Math.ceil((length - sinceStart) * MINUTE) : 0
}
