/** From the word to the places worth trying: the finder is asked for the rarest certain start, the matcher decides. */
import type { Finder } from './finder.ts'
import type { MatchMode } from './match.ts'
import { isTyped } from './normalise.ts'
import { readingRange, type NameText } from './text.ts'

const LONGEST_SYLLABLE = 6

/** How many hanzi the word has from `from` on, without a break. */
function hanziRun(word: string, from: number): number {
  let end = from
  while (end < word.length && !isTyped(word.charCodeAt(end))) end++
  return end - from
}

export function createAnchors(text: NameText, finder: Finder) {
  const { readings } = text
  const isPrefix = (prefix: string): boolean => {
    const [low, high] = readingRange(readings, prefix)
    return high > low
  }

  /** The reading that a hanzi has in these names, or '' when none has it. */
  let sayings: Uint16Array | undefined
  function say(code: number): string {
    if (!sayings) {
      sayings = new Uint16Array(65536)
      for (let at = 0; at < text.codes.length; at++) sayings[text.codes[at] ?? 0] = text.spoken[at] ?? 0
    }
    return readings[sayings[code] ?? 0] ?? ''
  }

  const first = (word: string, at: number): string => {
    const code = word.charCodeAt(at)
    return isTyped(code) ? word.charAt(at) : say(code).charAt(0)
  }

  /** Starts of exact matches of `word` from `from` on. */
  function exact(word: string, from: number, visit: (position: number) => void): void {
    const hanzi = hanziRun(word, from)
    if (hanzi > 0) {
      finder.literal(word.slice(from, from + hanzi), visit)
      return
    }
    for (let length = 1; length <= LONGEST_SYLLABLE && from + length <= word.length; length++) {
      const prefix = word.slice(from, from + length)
      if (!isTyped(prefix.charCodeAt(length - 1)) || !isPrefix(prefix)) break
      if (from + length === word.length) finder.spoken(prefix, '', visit)
      else {
        const next = first(word, from + length)
        if (next !== '') finder.spoken(prefix, next, visit)
      }
    }
  }

  const ear = (letter: string): string[] => (letter === 'n' || letter === 'l' ? ['n', 'l'] : [letter])

  function sound(word: string, visit: (position: number) => void): void {
    if (hanziRun(word, 0) > 0) {
      exact(word, 0, visit)
      return
    }
    const pairs = new Set<string>()
    for (let length = 1; length <= Math.min(LONGEST_SYLLABLE, word.length); length++) {
      for (const letter of ear(word.charAt(0)))
        for (const next of length === word.length ? [''] : ear(first(word, length))) pairs.add(letter + next)
    }
    for (const pair of pairs) finder.spoken(pair.charAt(0), pair.charAt(1), visit)
  }

  /** The slip is after the first reading, or in it: then the second one is right and the match starts before it. */
  function slip(word: string, visit: (position: number) => void): void {
    const hanzi = hanziRun(word, 0)
    if (hanzi > 0) finder.literal(word.slice(0, hanzi), visit)
    for (let length = 2; length <= Math.min(LONGEST_SYLLABLE, word.length - 1); length++) {
      const prefix = word.slice(0, length)
      if (hanziRun(prefix, 0) === 0 && readings[readingRange(readings, prefix)[0]] === prefix)
        finder.spoken(prefix, '', visit)
    }
    for (let skipped = 1; skipped <= Math.min(LONGEST_SYLLABLE + 1, word.length - 2); skipped++)
      exact(word, skipped, (position) => position > 0 && visit(position - 1))
  }

  return {
    say,
    visit(word: string, mode: MatchMode, visit: (position: number) => void): void {
      if (mode === 'exact') exact(word, 0, visit)
      else if (mode === 'sound') sound(word, visit)
      else slip(word, visit)
    },
  }
}
export type Anchors = ReturnType<typeof createAnchors>
