/** China has had one time zone and no summer time since 1992: UTC+8. */
const CHINA_OFFSET = 8 * 3_600_000

type Instant = string | number | Date

/** An ISO instant, a `Date`, or epoch milliseconds. */
const wallClock = (instant: Instant) => new Date(new Date(instant).getTime() + CHINA_OFFSET).toISOString()

/** The ISO date in China at an instant. */
export const dateInChina = (instant: Instant): string => wallClock(instant).slice(0, 10)

/** The time of the day in China at an instant, `14:32`. */
export const timeInChina = (instant: Instant): string => wallClock(instant).slice(11, 16)
