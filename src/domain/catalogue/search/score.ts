/** How good a match is. The parts are chosen so that a better kind of match wins over a better place, almost always. */
import type { Tally } from './match.ts'
import type { NameText } from './text.ts'

/** No score reaches it. */
export const SCORE_LIMIT = 256

/** A word found by the code's start; by the department alone; the most for anything found in spite of an error. */
export const CODE_SCORE = 95
export const DEPARTMENT_SCORE = 30
export const TYPO_SCORE = 28

/** What each way of matching one position is worth: hanzi before syllables before initials. */
export const SAME = 100
export const FULL = 90
export const TAIL = 85
export const INITIAL = 70

/** The mean worth of the positions a match took. */
export const kindScore = (tally: Tally, taken: number): number =>
  (SAME * tally.same + FULL * tally.full + TAIL * tally.tail + INITIAL * tally.initial) / taken

/** What the place of a match is worth, 0 to 103: start of name, start of word, whole word, short name. */
export function createPlaceScore({ edges }: NameText) {
  /** of what stands from `position` to `end` in the name from `start` to `stop` */
  return (start: number, stop: number, position: number, end: number): number => {
    let score = (20 * (end - position)) / (stop - start)
    if (edges[position] === 1) score += 12
    if (edges[end] === 1) score += 6
    if (position === start) score += end === stop ? 65 : 25
    return score
  }
}
