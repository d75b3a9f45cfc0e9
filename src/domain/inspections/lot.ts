/** A lot that can be drawn again: xmur3 makes 128 bits of state from the seed's text, sfc32 draws from them. */

export interface Lot {
  /** whole number from 0 to `count` − 1, each as likely */
  below(count: number): number
  /** Fisher–Yates: every order as likely */
  shuffled<T>(from: readonly T[]): T[]
}

/** Four 32-bit words from text (xmur3 by bryc, public domain). */
function words(seed: string): () => number {
  let state = 1779033703 ^ seed.length
  for (let i = 0; i < seed.length; i++) {
    state = Math.imul(state ^ seed.charCodeAt(i), 3432918353)
    state = (state << 13) | (state >>> 19)
  }
  return () => {
    state = Math.imul(state ^ (state >>> 16), 2246822507)
    state = Math.imul(state ^ (state >>> 13), 3266489909)
    return (state ^= state >>> 16) >>> 0
  }
}

/** The same seed draws the same lots, on every machine. Not for secrets: whoever has the seed has the draw. */
export function lot(seed: string): Lot {
  const word = words(seed)
  let [a, b, c, d] = [word(), word(), word(), word()]
  /** sfc32 (Chris Doty-Humphrey, PractRand): 32 bits */
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) next()
  /** Values above the last whole multiple would make the first ones likelier, and are drawn again. */
  const below = (count: number): number => {
    const top = Math.floor(2 ** 32 / count) * count
    for (;;) {
      const drawn = next()
      if (drawn < top) return drawn % count
    }
  }
  return {
    below,
    shuffled(from) {
      const order = [...from]
      for (let i = order.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const held = order[i] as (typeof order)[number]
        order[i] = order[j] as (typeof order)[number]
        order[j] = held
      }
      return order
    },
  }
}
