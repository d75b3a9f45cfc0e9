/**
 * Whether a word stands at a position. A hanzi or digit stands for itself; letters stand for readings, each by any
 * part from its start: `shigongxuke`, `sgxk`, `shigxk` and `施工xk` all match 施工许可.
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

export function createMatcher(text: NameText): Matcher {
  const { codes, spoken, readings } = text
  const tally: Tally = { same: 0, full: 0, tail: 0, initial: 0 }
  const folded: string[] = []
  let heardParts: string[] = []
  let word = ''
  let mode: MatchMode = 'exact'

  /** How many letters of the word, at most, this reading may take from `from` on. */
  function reach(reading: string, from: number): number {
    if (mode === 'sound') return Math.min(6, word.length - from)
    let length = 0
    while (length < reading.length && word.charCodeAt(from + length) === reading.charCodeAt(length)) length++
    return length
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
    const reading = readings[id] ?? ''
    for (let length = reach(reading, from); length > 0; length--) {
      const last = from + length === word.length
      let whole = length === reading.length
      if (mode === 'sound') {
        const heard = (heardParts[from * 7 + length] ??= fold(word.slice(from, from + length)))
        const said = (folded[id] ??= fold(reading))
        if (!said.startsWith(heard)) continue
        whole = heard === said
      }
      if (mode === 'slip' && !whole && !last) break
      const end = step(at + 1, from + length, slips)
      if (end < 0) continue
      if (whole) tally.full++
      else if (last && length > 1) tally.tail++
      else tally.initial++
      return end
    }
    if (slips === 0 || reading.length < 2) return -1
    for (let length = reading.length - 1; length <= reading.length + 1; length++) {
      if (length < 2 || from + length > word.length) continue
      if (!oneSlip(word.slice(from, from + length), reading)) continue
      const end = step(at + 1, from + length, 0)
      if (end >= 0) return end
    }
    return -1
  }

  return {
    tally,
    match(wanted, position, how) {
      if (wanted !== word) heardParts = []
      word = wanted
      mode = how
      tally.same = tally.full = tally.tail = tally.initial = 0
      return step(position, 0, how === 'slip' ? 1 : 0)
    },
  }
}

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
