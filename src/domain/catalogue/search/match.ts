/**
 * Whether a word stands at a position. A hanzi or digit stands for itself; letters stand for readings, each by any
 * part from its start: `shigongxuke`, `sgxk`, `shigxk` and `施工xk` all match 施工许可.
 */
import { isTyped } from './normalise.ts'
import { LENGTHS, SLIPPED, WHOLE, type MatchMode, type Planner } from './plan.ts'
import type { NameText } from './text.ts'

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

export function createMatcher({ codes, spoken }: NameText, planner: Planner): Matcher {
  const tally: Tally = { same: 0, full: 0, tail: 0, initial: 0 }
  let word = ''

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
    const takes = planner.takes(id, from)
    // the longest first
    for (let rest = takes & LENGTHS; rest !== 0;) {
      const length = 31 - Math.clz32(rest)
      rest ^= 1 << length
      const end = step(at + 1, from + length, slips)
      if (end < 0) continue
      if ((takes & ((1 << WHOLE) << length)) !== 0) tally.full++
      else if (from + length === word.length && length > 1) tally.tail++
      else tally.initial++
      return end
    }
    if (slips === 0) return -1
    for (let rest = takes >>> SLIPPED; rest !== 0; rest &= rest - 1) {
      const end = step(at + 1, from + 31 - Math.clz32(rest & -rest), 0)
      if (end >= 0) return end
    }
    return -1
  }

  return {
    tally,
    match(wanted, position, mode) {
      planner.begin(wanted, mode)
      word = wanted
      tally.same = tally.full = tally.tail = tally.initial = 0
      return step(position, 0, mode === 'slip' ? 1 : 0)
    },
  }
}
