/** A region as it is named on a command line. */
import type { Region } from '#domain/catalogue/types'

export const isRegionCode = (code: string): boolean => /^[A-Za-z0-9-]{2,32}$/.test(code)

const isLevel = (level: string): level is Region['level'] => ['city', 'county', 'town'].includes(level)

/** GB/T 2260: six digits ending in 00 are a city, other six digits a county, longer ones a town. */
function levelOfCode(code: string): Region['level'] {
  if (/^\d{4}00$/.test(code)) return 'city'
  return /^\d{9,}$/.test(code) ? 'town' : 'county'
}

/** The level as given, else by the code; undefined where what was given is none. */
export function levelOf(code: string, given: string | undefined): Region['level'] | undefined {
  if (given === undefined) return levelOfCode(code)
  return isLevel(given) ? given : undefined
}
