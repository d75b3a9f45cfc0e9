/** Field schemas shared by every boundary. */
import * as v from 'valibot'

export const Id = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'not a UUIDv7'),
)
export const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hex'))
export const RegionCode = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{2,32}$/, 'not a region code'))
export const Instant = v.pipe(v.string(), v.isoTimestamp())
export const IsoDate = v.pipe(v.string(), v.isoDate())
/** Trimmed text of 1 to `max` characters. */
export const Text = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max))
/** An id within a catalogue. */
export const LocalId = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
