/** From the word to the places worth trying: the finder is asked for the rarest certain start, the matcher decides. */
import type { Finder } from './finder.ts'
import { fold, oneSlip, type MatchMode } from './match.ts'
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
  const isWhole = (syllable: string): boolean => readings[readingRange(readings, syllable)[0]] === syllable

  /** What a word may begin with when only the sound counts. */
  let sounds: Set<string> | undefined
  function soundsLike(prefix: string): boolean {
    if (!sounds) {
      sounds = new Set()
      for (const reading of readings) {
        const said = fold(reading)
        for (let length = 1; length <= said.length; length++) sounds.add(said.slice(0, length))
      }
    }
    return sounds.has(fold(prefix))
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

  /** Starts of exact matches of `word` from `from` on; with `whole`, only of those that begin with a full reading. */
  function exact(word: string, from: number, whole: boolean, visit: (position: number) => void): void {
    const hanzi = hanziRun(word, from)
    if (hanzi > 0) {
      finder.literal(word.slice(from, from + hanzi), visit)
      return
    }
    for (let length = 1; length <= LONGEST_SYLLABLE && from + length <= word.length; length++) {
      const prefix = word.slice(from, from + length)
      if (!isTyped(prefix.charCodeAt(length - 1)) || !isPrefix(prefix)) break
      if (from + length === word.length) {
        if (from > 0) finder.spoken(prefix, '', visit)
      } else if (!whole || isWhole(prefix)) {
        const next = first(word, from + length)
        if (next !== '') finder.spoken(prefix, next, visit)
      }
    }
  }

  const ear = (letter: string): string[] => (letter === 'n' || letter === 'l' ? ['n', 'l'] : [letter])

  function sound(word: string, visit: (position: number) => void): void {
    if (hanziRun(word, 0) > 0) {
      exact(word, 0, false, visit)
      return
    }
    const pairs = new Set<string>()
    for (let length = 1; length <= Math.min(LONGEST_SYLLABLE, word.length); length++) {
      if (!soundsLike(word.slice(0, length))) continue
      for (const letter of ear(word.charAt(0)))
        for (const next of length === word.length ? [''] : ear(first(word, length))) pairs.add(letter + next)
    }
    for (const pair of pairs) finder.spoken(pair.charAt(0), pair.charAt(1), visit)
  }

  const nearly = (part: string): boolean => readings.some((reading) => oneSlip(part, reading))

  /**
   * One reading is wrong, the others are right: unless it is the first, the match starts with a right one; unless it
   * is the second, that one begins right as well. Otherwise what follows the wrong one shows where the match starts.
   */
  function slip(word: string, visit: (position: number) => void): void {
    const hanzi = hanziRun(word, 0)
    if (hanzi > 0) finder.literal(word.slice(0, hanzi), visit)
    else exact(word, 0, true, visit)
    const after = (from: number, back: number): void => {
      for (let to = from + 2; to <= Math.min(from + LONGEST_SYLLABLE + 1, word.length); to++) {
        if (!nearly(word.slice(from, to))) continue
        if (to === word.length) {
          if (back === 2) finder.spoken(word.slice(0, from), '', visit)
        } else exact(word, to, true, (position) => position >= back && visit(position - back))
      }
    }
    after(0, 1)
    for (let length = 1; length <= Math.min(LONGEST_SYLLABLE, word.length - 2); length++)
      if (hanzi === 0 && isWhole(word.slice(0, length))) after(length, 2)
  }

  return {
    say,
    /** Of an exact match not the starts of readings that begin with the whole word: those need no matching. */
    visit(word: string, mode: MatchMode, visit: (position: number) => void): void {
      if (mode === 'exact') exact(word, 0, false, visit)
      else if (mode === 'sound') sound(word, visit)
      else slip(word, visit)
    },
  }
}
