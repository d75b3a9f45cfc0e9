/** One word against all names: scores for every item, and for a single item the why. */
import { createAnchors } from './anchors.ts'
import type { Finder, Follow, Starts } from './finder.ts'
import { createMatcher, type Tally } from './match.ts'
import { nearness, visitNear } from './near.ts'
import { isTyped } from './normalise.ts'
import { createPlanner, type MatchMode } from './plan.ts'
import { FULL, INITIAL, createPlaceScore, kindScore, SAME, TAIL, TYPO_SCORE } from './score.ts'
import { itemLocator, readingRange, type NameText } from './text.ts'
import type { Sheet } from './sheets.ts'
import type { SearchKind } from './types.ts'

/** Why an item matched a word: `ranges` count from the start of its normalised name. */
export interface Explanation {
  kind: SearchKind
  ranges: [number, number][]
}

/** One way of taking a word: spelt so, matched so, and with what its score is multiplied. */
interface Attempt {
  word: string
  mode: MatchMode
  weight: number
  /** every reading must be complete: a homophone is heard, not abbreviated */
  whole: boolean
}

function kindOf(tally: Tally, mixedWord: boolean): SearchKind {
  if (tally.full + tally.tail + tally.initial === 0) return 'hanzi'
  if (mixedWord) return 'mixed'
  if (tally.full + tally.tail === 0) return 'initials'
  // a single letter at the end is the next syllable begun
  return tally.initial > 1 || (tally.initial === 1 && tally.full === 0) ? 'mixed' : 'pinyin'
}

/** A bit for each of the letters a to z, none for anything else. */
const letterBit = (unit: string): number => (unit >= 'a' && unit <= 'z' ? 1 << (unit.charCodeAt(0) - 97) : 0)

/** For each item the letters that its readings begin with. */
function initialsOf({ starts, spoken, readings }: NameText): Uint32Array {
  const letterOf = Uint32Array.from(readings, (reading) => letterBit(reading.charAt(0)))
  const initials = new Uint32Array(starts.length - 1)
  for (let item = 0; item < initials.length; item++)
    for (let at = starts[item] ?? 0; at < (starts[item + 1] ?? 0); at++)
      initials[item] = (initials[item] ?? 0) | (letterOf[spoken[at] ?? 0] ?? 0)
  return initials
}

export function createNames(text: NameText, finder: Finder) {
  const locate = itemLocator(text.starts)
  const { starts } = text
  const placeScore = createPlaceScore(text)
  const placeOf = (item: number, position: number, end: number): number =>
    placeScore(starts[item] ?? 0, (starts[item + 1] ?? 1) - 1, position, end)
  const planner = createPlanner(text.readings)
  const initials = initialsOf(text)
  const matcher = createMatcher(text, planner)
  const anchors = createAnchors(text, finder, planner)

  function attempt(position: number, how: Attempt): number {
    const end = matcher.match(how.word, position, how.mode)
    if (end < 0) return -1
    const { tally } = matcher
    return how.whole && tally.full + tally.same < end - position ? -1 : end
  }

  /** Where the finder is certain, nothing is left to match: this is what keeps broad queries quick. */
  function note(places: Uint32Array, taken: number, kind: number, scores: Sheet): void {
    let item = 0
    let start = 0
    let stop = -1
    for (const position of places) {
      if (position < start || position > stop) {
        item = locate(position)
        start = starts[item] ?? 0
        stop = (starts[item + 1] ?? 1) - 1
      }
      scores.raise(item, kind + placeScore(start, stop, position, position + taken))
    }
  }

  const spreadHanzi = (word: string, scores: Sheet): void =>
    note(finder.literal(word), word.length, SAME, scores)

  /**
   * One unit, or the beginning of one reading. Most names have a reading that begins with any one letter: where it
   * stands beyond the first tells nothing, and is not looked for.
   */
  function spreadOne(word: string, scores: Sheet): void {
    if (word.length === 1) spreadHanzi(word, scores)
    const [low, high] = readingRange(text.readings, word)
    const whole = text.readings[low] === word ? 1 : 0
    const any = (from: number, to: number): Starts => {
      const starts: Follow[] = []
      for (let id = from; id < to; id++) starts[id] = 'any'
      return starts
    }
    note(finder.spoken(any(low, low + whole)), 1, FULL, scores)
    const letter = word.length === 1 ? letterBit(word) : 0
    if (letter === 0) note(finder.spoken(any(low + whole, high)), 1, TAIL, scores)
    else
      for (let item = 0; item < initials.length; item++) {
        if (((initials[item] ?? 0) & letter) === 0) continue
        const first = starts[item] ?? 0
        const id = text.spoken[first] ?? 0
        scores.raise(item, INITIAL + (id >= low && id < high ? placeOf(item, first, first + 1) : 0))
      }
  }

  const isPart = (word: string): boolean => {
    const [low, high] = readingRange(text.readings, word)
    return high > low
  }

  function spread(how: Attempt, scores: Sheet): void {
    if (how.mode === 'exact' && how.weight === 1 && isPart(how.word)) spreadOne(how.word, scores)
    spreadFrom(anchors.places(how.word, how.mode), 0, how, scores)
    // The one hanzi before the letters may be the wrong one.
    if (how.mode === 'slip' && !isTyped(how.word.charCodeAt(0)))
      spreadFrom(anchors.places(how.word.slice(1), 'exact'), 1, how, scores)
  }

  function spreadFrom(places: Uint32Array, back: number, how: Attempt, scores: Sheet): void {
    for (const place of places) {
      const position = place - back
      const end = position < 0 ? -1 : attempt(position, how)
      if (end < 0) continue
      const item = locate(position)
      const worth = kindScore(matcher.tally, end - position) + placeOf(item, position, end)
      scores.raise(item, how.weight * worth)
    }
  }

  const asWritten = (word: string): Attempt => ({ word, mode: 'exact', weight: 1, whole: false })

  /** In order of trust; each stays below `TYPO_SCORE`. */
  function inSpiteOfErrors(word: string): Attempt[] {
    let typed = 0
    for (let i = 0; i < word.length; i++) if (isTyped(word.charCodeAt(i))) typed++
    const attempts: Attempt[] = []
    if (typed < word.length && word.length > 1) {
      const said = Array.from(word, (unit) => (isTyped(unit.charCodeAt(0)) ? unit : anchors.say(unit)))
      if (!said.includes(''))
        attempts.push({ word: said.join(''), mode: 'exact', weight: TYPO_SCORE / 204, whole: true })
    }
    if (typed > 1) attempts.push({ word, mode: 'sound', weight: (TYPO_SCORE - 4) / 204, whole: false })
    if (typed > 3) attempts.push({ word, mode: 'slip', weight: (TYPO_SCORE - 8) / 204, whole: false })
    return attempts
  }

  const isHanzi = (word: string): boolean => !/[a-z]/.test(word)

  function best(item: number, how: Attempt): Explanation | undefined {
    const start = text.starts[item] ?? 0
    const stop = (text.starts[item + 1] ?? 1) - 1
    let top = 0
    let found: Explanation | undefined
    const mixedWord = !isHanzi(how.word) && /[^a-z0-9]/.test(how.word)
    for (let position = start; position < stop; position++) {
      const end = attempt(position, how)
      if (end < 0) continue
      const score = kindScore(matcher.tally, end - position) + placeScore(start, stop, position, end)
      if (score <= top) continue
      top = score
      found = { kind: kindOf(matcher.tally, mixedWord), ranges: [[position - start, end - start]] }
    }
    return found
  }

  return {
    size: text.starts.length - 1,

    exact(word: string, scores: Sheet): void {
      if (word.length === 1) spreadOne(word, scores)
      else if (/^[^a-z]+$/.test(word) && !isTyped(word.charCodeAt(0))) spreadHanzi(word, scores)
      else spread(asWritten(word), scores)
    },

    /** `thorough` also where letters may be wrong, which costs most. */
    typos(word: string, thorough: boolean, scores: Sheet): void {
      if (thorough) for (const how of inSpiteOfErrors(word)) spread(how, scores)
      if (isHanzi(word))
        visitNear(text, finder, locate, word, (item, { score }) => {
          scores.raise(item, score)
        })
    },

    explain(word: string, item: number): Explanation | undefined {
      const written = best(item, asWritten(word))
      if (written) return written
      for (const how of inSpiteOfErrors(word)) {
        const heard = best(item, how)
        if (heard) return { kind: 'typo', ranges: heard.ranges }
      }
      if (!isHanzi(word)) return undefined
      const start = text.starts[item] ?? 0
      const near = nearness(text, item, word)
      return near && { kind: 'typo', ranges: near.ranges.map(([from, to]) => [from - start, to - start]) }
    },

    /** Whether the hanzi of the word stand in the item in this order: 人社局 in 人力资源和社会保障局. */
    abbreviates(word: string, item: number): boolean {
      let next = 0
      for (let at = text.starts[item] ?? 0; text.spoken[at]; at++)
        if (text.codes[at] === word.charCodeAt(next)) next++
      return next === word.length
    },
  }
}
