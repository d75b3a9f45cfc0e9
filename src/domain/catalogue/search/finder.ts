/** Where a match may start. What differs between the engines is only how they find this. */
import type { NameText } from './text.ts'

/** The readings that may follow: 1 at the id of each. */
export type Follow = Uint8Array | 'any'
/** For the id of each reading at which a match may start, those that may follow it; there is none for any other. */
export type Starts = readonly (Follow | undefined)[]

/** Each answer is a list of positions that the next question writes over. */
export interface Finder {
  /** every position at which the units of `run` stand */
  literal(run: string): Uint32Array
  /** every position with one of these readings and one that may follow it */
  spoken(starts: Starts): Uint32Array
}

/** By `indexOf` in two joined strings, one of the units and one of the readings' first letters. */
export function scanningFinder({ codes, spoken, readings }: NameText): Finder {
  const firsts = readings.map((reading) => reading.charCodeAt(0) || 0)
  const units = join(codes)
  const initials = join(spoken.map((id) => firsts[id] ?? 0))
  const list = new Uint32Array(codes.length)
  return {
    literal(run) {
      let found = 0
      for (let at = units.indexOf(run); at >= 0; at = units.indexOf(run, at + 1)) list[found++] = at
      return list.subarray(0, found)
    },
    spoken(starts) {
      let found = 0
      const letters = new Set<string>()
      starts.forEach((_, id) => letters.add(readings[id]?.charAt(0) ?? ''))
      for (const letter of letters)
        for (let at = initials.indexOf(letter); at >= 0; at = initials.indexOf(letter, at + 1)) {
          const follow = starts[spoken[at] ?? 0]
          if (follow === undefined) continue
          if (follow === 'any' || follow[spoken[at + 1] ?? 0] === 1) list[found++] = at
        }
      return list.subarray(0, found)
    },
  }
}

/** A string of these units, in steps that fit the stack. */
function join(units: Uint16Array): string {
  let all = ''
  for (let at = 0; at < units.length; at += 4096) all += String.fromCharCode(...units.subarray(at, at + 4096))
  return all
}
