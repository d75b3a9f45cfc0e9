/** Numbers that look random and are the same for the same seed (mulberry32). */
export interface Chance {
  /** in [0, 1) */
  next(): number
  below(n: number): number
  is(probability: number): boolean
  bytes(length: number): Uint8Array<ArrayBuffer>
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    is: (probability) => next() < probability,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}

/**
 * Chances of one thing alone, whatever else was drawn before it: what happens to a request must not depend on which of
 * two answers came a millisecond sooner, or a seed would not replay. (FNV-1a over the name.)
 */
export function chanceFor(seed: number, name: string): Chance {
  let hash = 0x811c9dc5 ^ seed
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return chanceOf(hash)
}
