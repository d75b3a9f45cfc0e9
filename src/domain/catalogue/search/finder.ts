/** Where a match may start. What differs between the engines is only how they find this. */
import type { NameText } from './text.ts'

export interface Finder {
  /** every position at which the units of `run` stand */
  literal(run: string, visit: (position: number) => void): void
  /**
   * at least every position whose reading starts with `prefix` and whose next reading starts with `next` (one letter,
   * or '' for any); may visit more
   */
  spoken(prefix: string, next: string, visit: (position: number) => void): void
}

/** By `indexOf` in two joined strings, one of the units and one of the readings' first letters. */
export function scanningFinder(text: NameText): Finder {
  const firsts = text.readings.map((reading) => reading.charCodeAt(0) || 0)
  const units = join(text.codes)
  const initials = join(text.spoken.map((id) => firsts[id] ?? 0))
  const scan = (joined: string, run: string, visit: (position: number) => void): void => {
    for (let at = joined.indexOf(run); at >= 0; at = joined.indexOf(run, at + 1)) visit(at)
  }
  return {
    literal: (run, visit) => scan(units, run, visit),
    spoken: (prefix, next, visit) => scan(initials, prefix.charAt(0) + next, visit),
  }
}

/** A string of these units, in steps that fit the stack. */
function join(units: Uint16Array): string {
  let all = ''
  for (let at = 0; at < units.length; at += 4096) all += String.fromCharCode(...units.subarray(at, at + 4096))
  return all
}
