/** Repeatable chance for the sample district: the same seed tells the same story. Never for secrets. */

export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number
  /** whole number from `low` to `high`, both included */
  between(low: number, high: number): number
  /** true with probability `share` */
  happens(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** bytes for ids */
  bytes(count: number): Uint8Array
}

/** Mulberry32 over the characters of `seed`. */
export function chanceOf(seed: string): Chance {
  let state = 0x811c9dc5
  for (const sign of seed) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    happens: (share) => next() < share,
    pick: (from) => {
      const chosen = from[between(0, from.length - 1)]
      if (chosen === undefined) throw new RangeError('nothing to pick from')
      return chosen
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => between(0, 255)),
  }
}
