/** From the word to the places worth trying: its first hanzi, or a pair of readings that may take its first letters. */
import type { Finder, Follow, Starts } from './finder.ts'
import { isTyped } from './normalise.ts'
import { LENGTHS, LONGEST, SLIPPED, type MatchMode, type Planner } from './plan.ts'
import type { NameText } from './text.ts'

/** How many hanzi the word begins with. */
function hanziRun(word: string): number {
  let end = 0
  while (end < word.length && !isTyped(word.charCodeAt(end))) end++
  return end
}

export function createAnchors(text: NameText, finder: Finder, planner: Planner) {
  const { readings, spoken } = text

  /** The readings that a hanzi has in these names: 1 at the id of each. */
  const heard = new Map<string, Uint8Array>()
  function readingsOf(hanzi: string): Uint8Array {
    let known = heard.get(hanzi)
    if (!known) {
      const found = new Uint8Array(readings.length)
      for (const position of finder.literal(hanzi)) found[spoken[position] ?? 0] = 1
      heard.set(hanzi, (known = found))
    }
    return known
  }

  /** The readings that may take something of the word from `from` on, or undefined at its end. */
  function takers(word: string, from: number): Uint8Array | undefined {
    if (from === word.length) return undefined
    if (!isTyped(word.charCodeAt(from))) return readingsOf(word.charAt(from))
    const some = new Uint8Array(readings.length)
    const [low, high] = planner.range(from)
    for (let id = low; id < high; id++) if (planner.takes(id, from) !== 0) some[id] = 1
    return some
  }

  /** Every reading that may take the word's first letters, with those that may go on from there. */
  function starts(word: string, mode: MatchMode, most: number): Starts {
    const nexts: (Uint8Array | undefined)[] = []
    const unions = new Map<number, Follow>()
    const all: Follow[] = []
    planner.begin(word, mode)
    const [low, high] = planner.range(0)
    for (let id = low; id < high; id++) {
      const takes = planner.takes(id, 0)
      const lengths = (takes | (takes >>> SLIPPED)) & LENGTHS & ((2 << most) - 1)
      if (lengths === 0) continue
      const known = unions.get(lengths) ?? union(lengths)
      unions.set(lengths, known)
      all[id] = known
    }
    return all

    /** Whoever may follow after one of these lengths. */
    function union(lengths: number): Follow {
      const either = new Uint8Array(readings.length)
      for (let length = 1; length <= most; length++) {
        if ((lengths & (1 << length)) === 0) continue
        if (length === word.length) return 'any'
        nexts[length] ??= takers(word, length)
        nexts[length]?.forEach((one, id) => (either[id] = (either[id] ?? 0) | one))
      }
      return either
    }
  }

  return {
    /** The reading that a hanzi has in these names, or '' when none has it. */
    say: (hanzi: string): string => readings[readingsOf(hanzi).lastIndexOf(1)] ?? '',

    /**
     * Where the word may stand; of an exact match not where a reading begins with the whole word, for nothing is left
     * to match there. The next question writes over the list.
     */
    places(word: string, mode: MatchMode): Uint32Array {
      const hanzi = hanziRun(word)
      if (hanzi > 0) return finder.literal(word.slice(0, hanzi))
      return finder.spoken(
        starts(word, mode, Math.min(LONGEST, mode === 'exact' ? word.length - 1 : word.length)),
      )
    },
  }
}
