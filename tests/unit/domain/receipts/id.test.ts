import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Id } from '#contract/fields'
import { uuidv7 } from '#domain/receipts/id'
import { receiptNumber } from '#domain/receipts/number'

const random = fc.uint8Array({ minLength: 10, maxLength: 10 })
const time = fc.integer({ min: 0, max: 2 ** 47 })

describe('uuidv7', () => {
  it('is what the wire takes for an id, and begins with the time', () => {
    fc.assert(
      fc.property(time, random, (at, bytes) => {
        const id = uuidv7(at, bytes)
        expect(v.is(Id, id)).toBe(true)
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at)
      }),
    )
  })

  it('sorts by time', () => {
    fc.assert(
      fc.property(time, time, random, random, (a, b, x, y) => {
        if (a < b) expect(uuidv7(a, x) < uuidv7(b, y)).toBe(true)
      }),
    )
  })

  it('keeps 74 random bits', () => {
    const seen = new Set<string>()
    for (let bit = 0; bit < 80; bit++) {
      const bytes = new Uint8Array(10)
      bytes[bit >> 3] = 0x80 >> (bit & 7)
      seen.add(uuidv7(0, bytes))
    }
    expect(seen.size).toBe(74 + 1)
  })

  it('refuses a time or randomness that does not fit', () => {
    expect(() => uuidv7(-1, new Uint8Array(10))).toThrow(RangeError)
    expect(() => uuidv7(1.5, new Uint8Array(10))).toThrow(RangeError)
    expect(() => uuidv7(2 ** 48, new Uint8Array(10))).toThrow(RangeError)
    expect(() => uuidv7(0, new Uint8Array(9))).toThrow(RangeError)
  })
})

describe('receipt number', () => {
  it('names kind, Chinese day and five symbols of the id', () => {
    const id = uuidv7(0, new Uint8Array(10).fill(0xff))
    expect(receiptNumber('complaint', id, '2026-11-23T15:59:59Z')).toBe('TS-20261123-ZZZZZ')
    expect(receiptNumber('inspection', id, '2026-11-23T16:00:00Z')).toBe('AF-20261124-ZZZZZ')
  })
  it('refuses what is no instant', () => {
    expect(() => receiptNumber('rating', uuidv7(0, new Uint8Array(10)), 'today')).toThrow(RangeError)
  })
})
