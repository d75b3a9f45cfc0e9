/** How good a match is. The parts are chosen so that a better kind of match wins over a better place, almost always. */
import type { Tally } from './match.ts'
import type { NameText } from './text.ts'

/** No score reaches it. */
export const SCORE_LIMIT = 256

/** A word found by the code's start; by the department alone; the most for anything found in spite of an error. */
export const CODE_SCORE = 95
export const DEPARTMENT_SCORE = 30
export const TYPO_SCORE = 28

/** 70 to 203: hanzi before syllables before initials; then start of name, start of word, whole word, short name. */
export function nameScore(text: NameText, item: number, position: number, end: number, tally: Tally): number {
  const start = text.starts[item] ?? 0
  const stop = (text.starts[item + 1] ?? 1) - 1
  const taken = end - position
  let score = (100 * tally.same + 90 * tally.full + 85 * tally.tail + 70 * tally.initial) / taken
  score += (20 * taken) / (stop - start)
  if (text.edges[position]) score += 12
  if (text.edges[end]) score += 6
  if (position === start) score += end === stop ? 65 : 25
  return score
}
