/** China has had one time zone and no summer time since 1992: UTC+8. */
const CHINA_OFFSET = 8 * 3_600_000

/** The ISO date in China at an instant, which may be an ISO instant, a `Date`, or epoch milliseconds. */
export function dateInChina(instant: string | number | Date): string {
  return new Date(new Date(instant).getTime() + CHINA_OFFSET).toISOString().slice(0, 10)
}
