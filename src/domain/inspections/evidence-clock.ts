/** How a phone's clock stood against the server's: estimated from what was sealed, told, and never corrected. */
import type { Link } from './evidence-report.ts'
import type { InspectionRecord } from './types.ts'

/** The earliest instant, in epoch ms, at which the record can have been sealed: a server time it knew, and what passed since. */
export function earliest(record: InspectionRecord): number {
  return record.serverTime ? Date.parse(record.serverTime.at) + record.serverTime.elapsedMs : -Infinity
}

/** ms by which the phone's clock was ahead of the server's (negative: behind), least and most over so many records. */
export interface ClockSkew {
  least: number
  most: number
  records: number
}

/**
 * From the records that knew a server time: their own time of sealing less that time and what passed since by a clock
 * nobody can set. The time the server's answer took to come is in it, seconds at the most. Undefined where none knew one.
 */
export function clockSkew(links: readonly Link[]): ClockSkew | undefined {
  const ahead = links
    .map(({ record }) => Date.parse(record.sealedAt) - earliest(record))
    .filter((ms) => Number.isFinite(ms))
  if (ahead.length === 0) return undefined
  return { least: Math.min(...ahead), most: Math.max(...ahead), records: ahead.length }
}
