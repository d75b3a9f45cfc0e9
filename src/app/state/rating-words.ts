import type { RatingLevel } from '#domain/ratings/types'
import { m } from '../i18n/index.ts'

const LEVEL: Record<RatingLevel, () => string> = {
  5: m.ratings_level_5,
  4: m.ratings_level_4,
  3: m.ratings_level_3,
  2: m.ratings_level_2,
  1: m.ratings_level_1,
}
export const levelName = (level: RatingLevel): string => LEVEL[level]()
