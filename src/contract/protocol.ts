/** The wire protocol's version. A server answers an older client it no longer speaks with `clientTooOld`. */
export const PROTOCOL = 1
/** The oldest protocol the server still takes in. Unsent work of any supported version must be accepted for good. */
export const OLDEST_PROTOCOL = 1
/** Operations a batch may hold. Fewer requests are fewer headers and round trips; see docs/adr/0007. */
export const MAX_BATCH = 1000
/** Bytes of one batch, inflated. */
export const MAX_BATCH_BYTES = 4 * 1024 * 1024
/** Bytes of one photo. */
export const MAX_PHOTO_BYTES = 3 * 1024 * 1024
export const MAX_PHOTOS = 9
