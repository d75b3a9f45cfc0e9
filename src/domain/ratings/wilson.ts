/** The normal quantile of a two-sided 95 % interval. */
const Z95 = 1.959964

/**
 * Wilson score interval of a share: lower and upper bound, both within 0 to 1, at 95 % unless `z` says otherwise.
 * With no observations nothing is known: [0, 1]. Small samples are ranked by the lower bound, so that three happy
 * voices never beat three hundred. (E. B. Wilson, JASA 22, 1927.)
 */
export function wilson(successes: number, n: number, z: number = Z95): [lower: number, upper: number] {
  if (n <= 0) return [0, 1]
  if (successes < 0 || successes > n) throw new RangeError(`${successes} of ${n}`)
  const p = successes / n
  const z2 = z * z
  const centre = p + z2 / (2 * n)
  const spread = z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))
  const scale = 1 + z2 / n
  // At the two ends the exact bounds are 0 and 1; rounding must not step past them.
  const lower = successes === 0 ? 0 : Math.max(0, (centre - spread) / scale)
  const upper = successes === n ? 1 : Math.min(1, (centre + spread) / scale)
  return [lower, upper]
}
