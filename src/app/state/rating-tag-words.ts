import type { RatingTag } from '#domain/ratings/tags'
import { m } from '../i18n/index.ts'

const TAG: Record<RatingTag, () => string> = {
  toldOnce: m.ratings_tag_toldOnce,
  fast: m.ratings_tag_fast,
  oneVisit: m.ratings_tag_oneVisit,
  polite: m.ratings_tag_polite,
  clearBoard: m.ratings_tag_clearBoard,
  easyOnline: m.ratings_tag_easyOnline,
  helpful: m.ratings_tag_helpful,
  slow: m.ratings_tag_slow,
  unclear: m.ratings_tag_unclear,
  manyTrips: m.ratings_tag_manyTrips,
  longQueue: m.ratings_tag_longQueue,
  unlistedMaterial: m.ratings_tag_unlistedMaterial,
  notToldOnce: m.ratings_tag_notToldOnce,
  overLimit: m.ratings_tag_overLimit,
  kickedAround: m.ratings_tag_kickedAround,
  nobodyThere: m.ratings_tag_nobodyThere,
  rude: m.ratings_tag_rude,
  unlistedFee: m.ratings_tag_unlistedFee,
  boardWrong: m.ratings_tag_boardWrong,
  systemDown: m.ratings_tag_systemDown,
  refusedUnlawfully: m.ratings_tag_refusedUnlawfully,
}
/** The wording of a reason; an id that this version does not know is not shown. */
export const tagName = (tag: string): string => (Object.hasOwn(TAG, tag) ? TAG[tag as RatingTag]() : '')
