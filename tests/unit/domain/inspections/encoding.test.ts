import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64url, fromBase64, fromBase64url, fromUtf8, utf8 } from '#domain/inspections/encoding'

const bytes = fc.uint8Array({ maxLength: 60 })

describe('bytes and text', () => {
  it('agrees with the platform on base64, base64url and UTF-8', () => {
    fc.assert(
      fc.property(bytes, (raw) => {
        expect(base64url(raw)).toBe(Buffer.from(raw).toString('base64url'))
        expect(fromBase64url(base64url(raw))).toEqual(Uint8Array.from(raw))
        expect(fromBase64(Buffer.from(raw).toString('base64'))).toEqual(Uint8Array.from(raw))
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8(text)).toEqual(Uint8Array.from(new TextEncoder().encode(text)))
        expect(fromUtf8(utf8(text))).toBe(text)
      }),
    )
  })

  it('has one text for one byte sequence: what it decodes, it encodes the same', () => {
    const signs = fc.string({ unit: fc.constantFrom(...Array.from('ABQgw09-_=+/.\n ')), maxLength: 12 })
    fc.assert(
      fc.property(signs, (text) => {
        const decoded = fromBase64url(text)
        if (decoded) expect(base64url(decoded)).toBe(text)
      }),
    )
    expect(fromBase64url('QQ')).toEqual(Uint8Array.of(65))
    expect(fromBase64url('QR')).toBeUndefined()
    expect(fromBase64('QUI')).toBeUndefined()
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(fromUtf8(Uint8Array.of(0xc0, 0x80))).toBeUndefined()
    expect(fromUtf8(Uint8Array.of(0xff))).toBeUndefined()
  })
})
