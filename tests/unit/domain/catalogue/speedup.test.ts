import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { promiseSpeedup } from '#domain/catalogue/speedup'
import type { LimitUnit } from '#domain/catalogue/types'

const limit = (amount: number, unit: LimitUnit) => ({ text: '', limit: { amount, unit } })
const item = (statutoryLimit?: ReturnType<typeof limit>, promisedLimit?: ReturnType<typeof limit>) => ({
  disclosures: { ...(statutoryLimit && { statutoryLimit }), ...(promisedLimit && { promisedLimit }) },
})

describe('promiseSpeedup', () => {
  it('adds up the items that publish both', () => {
    const items = [
      item(limit(20, 'workday'), limit(5, 'workday')),
      item(limit(60, 'day'), limit(55, 'day')),
      item(limit(20, 'workday')),
      item(undefined, limit(3, 'workday')),
    ]
    expect(promiseSpeedup(items)).toEqual({ speedup: 1 - 60 / 80, items: 2 })
  })
  it('compares only like with like, on the spot being zero of any unit', () => {
    expect(promiseSpeedup([item(limit(20, 'workday'), limit(5, 'day'))])).toEqual({ speedup: null, items: 0 })
    expect(promiseSpeedup([item(limit(20, 'day'), limit(0, 'onTheSpot'))])).toEqual({ speedup: 1, items: 1 })
  })
  it('has nothing to say about nothing, or about statutory zeros', () => {
    expect(promiseSpeedup([])).toEqual({ speedup: null, items: 0 })
    expect(promiseSpeedup([item(limit(0, 'onTheSpot'), limit(0, 'onTheSpot'))])).toEqual({
      speedup: null,
      items: 1,
    })
  })
  it('does not depend on the order, and is at most 1', () => {
    const amounts = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 120 })))
    fc.assert(
      fc.property(amounts, (pairs) => {
        const items = pairs.map(([law, promise]) => item(limit(law, 'workday'), limit(promise, 'workday')))
        const answer = promiseSpeedup(items)
        expect(promiseSpeedup(items.toReversed())).toEqual(answer)
        expect(answer.speedup ?? 1).toBeLessThanOrEqual(1)
      }),
    )
  })
})
