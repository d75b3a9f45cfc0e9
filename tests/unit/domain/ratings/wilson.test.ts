import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilson } from '#domain/ratings/wilson'

const sample = fc.integer({ min: 1, max: 100_000 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)))

describe('Wilson interval', () => {
  it('gives the published values', () => {
    // Newcombe 1998, table I: 81/263 and 15/148
    const [a, b] = wilson(81, 263)
    expect([a.toFixed(4), b.toFixed(4)]).toEqual(['0.2553', '0.3662'])
    const [c, d] = wilson(15, 148)
    expect([c.toFixed(4), d.toFixed(4)]).toEqual(['0.0624', '0.1605'])
    expect(wilson(0, 20).map((x) => x.toFixed(4))).toEqual(['0.0000', '0.1611'])
  })

  it('knows nothing from nothing', () => {
    expect(wilson(0, 0)).toEqual([0, 1])
  })

  it('holds the share, stays within 0 and 1, and mirrors', () => {
    fc.assert(
      fc.property(sample, ([k, n]) => {
        const [low, high] = wilson(k, n)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(k / n)
        expect(high).toBeGreaterThanOrEqual(k / n)
        const [mirrored] = wilson(n - k, n)
        expect(mirrored).toBeCloseTo(1 - high, 9)
      }),
    )
  })

  it('rises with the sample: three happy voices never beat three hundred', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 2, max: 50 }), (n, times) => {
        expect(wilson(n * times, n * times)[0]).toBeGreaterThan(wilson(n, n)[0])
      }),
    )
  })

  it('refuses more successes than observations', () => {
    expect(() => wilson(4, 3)).toThrow(RangeError)
  })
})
