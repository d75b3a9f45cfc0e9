import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODE_RANDOM_BYTES, parseReceiptCode, receiptCode, receiptSymbols } from '#domain/receipts/code'
import { SYMBOLS } from '#domain/receipts/symbols'

const randomBytes = fc.uint8Array({ minLength: CODE_RANDOM_BYTES, maxLength: CODE_RANDOM_BYTES })
const code = randomBytes.map(receiptCode)

describe('receipt code', () => {
  it('has sixteen symbols in groups of four and reads back as itself', () => {
    fc.assert(
      fc.property(code, (made) => {
        expect(made).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
        expect(parseReceiptCode(made)).toBe(made)
      }),
    )
  })

  it('keeps every one of its 75 random bits', () => {
    const base = new Uint8Array(CODE_RANDOM_BYTES)
    const codes = new Set([receiptCode(base)])
    for (let bit = 0; bit < 75; bit++) {
      const flipped = base.slice()
      flipped[bit >> 3]! ^= 0x80 >> (bit & 7)
      codes.add(receiptCode(flipped).slice(0, -1))
    }
    expect(codes.size).toBe(76)
  })

  it('catches every single wrong symbol: every position, every value', () => {
    fc.assert(
      fc.property(code, (made) => {
        const symbols = receiptSymbols(made)
        for (let at = 0; at < 16; at++) {
          for (const symbol of SYMBOLS) {
            if (symbol === symbols[at]) continue
            expect(parseReceiptCode(symbols.slice(0, at) + symbol + symbols.slice(at + 1))).toBeUndefined()
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('catches a swap of neighbours for every pair of different symbols at every place', () => {
    // The sum is linear, so the pair alone decides: 15 places × 32 × 31 ordered pairs is all there is.
    const symbols = Array.from(receiptSymbols(receiptCode(new Uint8Array(CODE_RANDOM_BYTES).fill(0x5a))))
    let checked = 0
    for (let at = 0; at < 15; at++) {
      for (const a of SYMBOLS) {
        for (const b of SYMBOLS) {
          if (a === b) continue
          const pair = symbols.slice()
          pair[at] = a
          pair[at + 1] = b
          const fixAt = at >= 2 ? 0 : 5
          const valid = Array.from(SYMBOLS, (fix) => {
            pair[fixAt] = fix
            return pair.join('')
          }).find((candidate) => parseReceiptCode(candidate) !== undefined)
          expect(valid).toBeDefined()
          const swapped = Array.from(valid!)
          ;[swapped[at], swapped[at + 1]] = [swapped[at + 1]!, swapped[at]!]
          expect(parseReceiptCode(swapped.join(''))).toBeUndefined()
          checked++
        }
      }
    }
    expect(checked).toBe(15 * 32 * 31)
  })

  it('forgives case, spaces, hyphens of any kind, full-width forms and look-alikes', () => {
    fc.assert(
      fc.property(code, (made) => {
        const sloppy = ` ${made.toLowerCase().replaceAll('-', ' — ').replaceAll('0', 'o').replaceAll('1', 'l')} `
        expect(parseReceiptCode(sloppy)).toBe(made)
        const wide = Array.from(receiptSymbols(made), (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0))
        expect(parseReceiptCode(wide.join(''))).toBe(made)
      }),
    )
  })

  it('refuses what cannot be a code', () => {
    for (const text of [
      '',
      '1234',
      'UUUU-UUUU-UUUU-UUUU',
      '密码密码密码密码密码密码密码密码',
      'A'.repeat(17),
    ])
      expect(parseReceiptCode(text)).toBeUndefined()
    expect(() => receiptCode(new Uint8Array(9))).toThrow(RangeError)
  })
})
