/** 承诺提速: by how much the promises undercut the law. */
import type { ServiceItem, TimeLimit } from './types.ts'

/** On the spot is zero of any unit; otherwise only like is compared with like. */
const comparable = (a: TimeLimit, b: TimeLimit) =>
  a.unit === b.unit || a.unit === 'onTheSpot' || b.unit === 'onTheSpot'

/**
 * 1 − Σ promised / Σ statutory over the `items` that publish both in one unit; `items` of the answer says how many did.
 * Null where nothing is behind it: no such item, or statutory limits that add up to zero.
 */
export function promiseSpeedup(items: readonly Pick<ServiceItem, 'disclosures'>[]): {
  speedup: number | null
  items: number
} {
  let statutory = 0
  let promised = 0
  let count = 0
  for (const { disclosures } of items) {
    const law = disclosures.statutoryLimit?.limit
    const promise = disclosures.promisedLimit?.limit
    if (!law || !promise || !comparable(law, promise)) continue
    statutory += law.amount
    promised += promise.amount
    count += 1
  }
  return { speedup: statutory > 0 ? 1 - promised / statutory : null, items: count }
}
