/** Reasons a citizen may tick beside a level. Ids only: the wording is in the app's messages and in the open data's key. */
import type { RatingLevel } from './types.ts'

const GOOD = ['toldOnce', 'fast', 'oneVisit', 'polite', 'clearBoard', 'easyOnline', 'helpful'] as const
const MIXED = ['slow', 'unclear', 'manyTrips', 'longQueue', 'polite', 'toldOnce', 'helpful'] as const
const POOR = [
  'unlistedMaterial',
  'notToldOnce',
  'overLimit',
  'kickedAround',
  'nobodyThere',
  'rude',
  'unlistedFee',
  'manyTrips',
  'longQueue',
  'boardWrong',
  'systemDown',
  'refusedUnlawfully',
] as const

export type RatingTag = (typeof GOOD)[number] | (typeof MIXED)[number] | (typeof POOR)[number]

/** The tags offered at each level, in the order in which they are shown; at most 12. */
export const RATING_TAGS: Readonly<Record<RatingLevel, readonly RatingTag[]>> = {
  5: GOOD,
  4: GOOD,
  3: MIXED,
  2: POOR,
  1: POOR,
}

/** 差评: a rating of 2 or 1. With a contact it opens a follow-up. */
export function poor(level: RatingLevel): boolean {
  return level <= 2
}

/** Whether a rating counts as satisfied: 3 基本满意 and above. What was never rated counts as nothing. */
export function satisfied(level: RatingLevel): boolean {
  return level >= 3
}

/** Of the chosen tags those that belong to the level, in shown order: changing the level drops the others. */
export function tagsOfLevel(level: RatingLevel, chosen: readonly string[]): RatingTag[] {
  return RATING_TAGS[level].filter((tag) => chosen.includes(tag))
}
