/**
 * Words that grow: which words stand in more of this month's cases than one would expect from the months before. Ranked
 * by the signed log-likelihood ratio of document counts (T. Dunning, Computational Linguistics 19, 1993), which holds
 * for small counts too. A word that fewer than `FEWEST` people wrote is never told: it could be somebody's name.
 */

/** The words of one case, as segmented; a word counts once a case. */
export type Words = ReadonlySet<string>

export interface GrowingWord {
  word: string
  /** cases that hold it: this month, and before */
  now: number
  before: number
  /** log-likelihood ratio; above 3.84 chance alone does it once in twenty times */
  score: number
}

export const FEWEST = 5
/** χ² with one degree of freedom, 5 %. */
export const CLEARLY = 3.84

function countWords(cases: readonly Words[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const words of cases) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

const term = (observed: number, expected: number) =>
  observed === 0 ? 0 : observed * Math.log(observed / expected)

/** Dunning's G² of `a` in `n` against `b` in `m`, both whether it is there and whether it is not. */
export function logLikelihood(a: number, n: number, b: number, m: number): number {
  const all = n + m
  const share = (a + b) / all
  return (
    2 *
    (term(a, n * share) + term(b, m * share) + term(n - a, n * (1 - share)) + term(m - b, m * (1 - share)))
  )
}

/** The words that grew most, at most `limit`; equals by how many wrote them, then by code points. */
export function growingWords(now: readonly Words[], before: readonly Words[], limit = 20): GrowingWord[] {
  if (now.length === 0 || before.length === 0) return []
  const earlier = countWords(before)
  return [...countWords(now)]
    .filter(([, count]) => count >= FEWEST)
    .map(([word, count]) => {
      const old = earlier.get(word) ?? 0
      return { word, now: count, before: old, score: logLikelihood(count, now.length, old, before.length) }
    })
    .filter((one) => one.now / now.length > one.before / before.length && one.score > CLEARLY)
    .sort((a, b) => b.score - a.score || b.now - a.now || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
}
