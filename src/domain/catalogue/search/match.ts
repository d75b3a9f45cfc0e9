/**
 * Whether a word stands at a position. A hanzi or digit stands for itself; letters stand for readings, each by any
 * part from its start: `shigongxuke`, `sgxk`, `shigxk` and `施工xk` all match 施工许可.
 *
 * A name has thousands of positions and a few hundred readings: what a reading may take of the word from some letter on
 * is worked out once per word and looked up from then on.
 */
import { isTyped } from './normalise.ts'
import type { NameText } from './text.ts'

/** `sound`: zh/z ch/c sh/s n/l ang/an eng/en ing/in are the same. `slip`: one reading may have one wrong letter. */
export type MatchMode = 'exact' | 'sound' | 'slip'

/** How many positions the last match took in which way; `tail` is an unfinished last syllable. */
export interface Tally {
  same: number
  full: number
  tail: number
  initial: number
}

export interface Matcher {
  /** the position after the match, or -1; `tally` then tells of it */
  match(word: string, position: number, mode: MatchMode): number
  readonly tally: Tally
}

/** No syllable is longer; of a longer reading only so many letters can be typed. */
const LONGEST = 8
const UNKNOWN = 0xffffffff

/**
 * What each reading may take of one word, as bits: `1 << length` where it may take so many letters, `1 << 10 << length`
 * where they are the whole reading, `1 << 20 << length` where they are it but for one slip.
 */
interface Plan {
  word: string
  takes: Uint32Array
}
const WHOLE = 10
const SLIPPED = 20

export function createMatcher(text: NameText): Matcher {
  const { codes, spoken, readings } = text
  const tally: Tally = { same: 0, full: 0, tail: 0, initial: 0 }
  const folded: string[] = []
  const plans: Record<MatchMode, Plan> = { exact: unplanned(), sound: unplanned(), slip: unplanned() }
  let word = ''
  let mode: MatchMode = 'exact'
  let takes = plans.exact.takes

  function plan(wanted: string): Uint32Array {
    const known = plans[mode]
    if (known.word === wanted) return known.takes
    const size = readings.length * wanted.length
    known.word = wanted
    known.takes = known.takes.length < size ? new Uint32Array(size) : known.takes
    return known.takes.fill(UNKNOWN, 0, size)
  }

  function workOut(id: number, from: number): number {
    const reading = readings[id] ?? ''
    const most = Math.min(LONGEST, word.length - from)
    let bits = 0
    if (mode === 'sound') {
      const said = (folded[id] ??= fold(reading))
      for (let length = 1; length <= most; length++) {
        const heard = fold(word.slice(from, from + length))
        if (said.startsWith(heard)) bits |= (heard === said ? (1 << WHOLE) | 1 : 1) << length
      }
      return bits
    }
    for (let length = 1; length <= most; length++) {
      if (word.charCodeAt(from + length - 1) !== reading.charCodeAt(length - 1)) break
      bits |= (length === reading.length ? (1 << WHOLE) | 1 : 1) << length
    }
    if (mode === 'slip' && reading.length >= 2)
      for (
        let length = Math.max(2, reading.length - 1);
        length <= Math.min(most, reading.length + 1);
        length++
      )
        if (oneSlip(word.slice(from, from + length), reading)) bits |= (1 << SLIPPED) << length
    return bits
  }

  function step(at: number, from: number, slips: number): number {
    if (from === word.length) return at
    const id = spoken[at] ?? 0
    if (id === 0) return -1
    const code = word.charCodeAt(from)
    if (code === codes[at]) {
      const end = step(at + 1, from + 1, slips)
      if (end >= 0) tally.same++
      return end
    }
    if (!isTyped(code)) return slips > 0 ? step(at + 1, from + 1, slips - 1) : -1
    const known = takes[id * word.length + from] ?? 0
    const bits = known === UNKNOWN ? (takes[id * word.length + from] = workOut(id, from)) : known
    if (bits === 0) return -1
    for (let length = LONGEST; length > 0; length--) {
      if ((bits & (1 << length)) === 0) continue
      const whole = (bits & ((1 << WHOLE) << length)) !== 0
      const last = from + length === word.length
      if (mode === 'slip' && !whole && !last) break
      const end = step(at + 1, from + length, slips)
      if (end < 0) continue
      if (whole) tally.full++
      else if (last && length > 1) tally.tail++
      else tally.initial++
      return end
    }
    if (slips === 0) return -1
    for (let length = 2; length <= LONGEST; length++) {
      if ((bits & ((1 << SLIPPED) << length)) === 0) continue
      const end = step(at + 1, from + length, 0)
      if (end >= 0) return end
    }
    return -1
  }

  return {
    tally,
    match(wanted, position, how) {
      if (wanted !== word || how !== mode) {
        word = wanted
        mode = how
        takes = plan(wanted)
      }
      tally.same = tally.full = tally.tail = tally.initial = 0
      return step(position, 0, how === 'slip' ? 1 : 0)
    },
  }
}

const unplanned = (): Plan => ({ word: '', takes: new Uint32Array(0) })

/** A syllable, or a part from its start, as southern ears hear it. */
export function fold(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace('v', 'u')
    .replace(/ng$/, 'n')
}

/** One letter wrong, missing, too many, or two neighbours swapped. */
export function oneSlip(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let same = 0
  const shorter = Math.min(a.length, b.length)
  while (same < shorter - start && a[a.length - 1 - same] === b[b.length - 1 - same]) same++
  const restA = a.length - start - same
  const restB = b.length - start - same
  if (restA <= 1 && restB <= 1) return restA + restB > 0
  return restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
}
