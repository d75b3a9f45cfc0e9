/** How alike two texts are, to find cases about the same matter. */

/** Letters and digits without what differs by habit: spaces, punctuation, small and capital. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function pairs(text: string): Map<string, number> {
  const symbols = Array.from(bare(text))
  const counted = new Map<string, number>()
  for (let i = 0; i + 1 < symbols.length; i++) {
    const pair = `${symbols[i]}${symbols[i + 1]}`
    counted.set(pair, (counted.get(pair) ?? 0) + 1)
  }
  return counted
}

/** Sørensen–Dice over pairs of neighbouring characters, which fits Chinese without a dictionary: 0 (nothing) to 1. */
export function textSimilarity(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)]
  let shared = 0
  let all = 0
  for (const [pair, count] of left) {
    shared += Math.min(count, right.get(pair) ?? 0)
    all += count
  }
  for (const count of right.values()) all += count
  return all === 0 ? 0 : (2 * shared) / all
}
