/** Bytes and text, without asking this layer for a platform: UTF-8, hex-free base64 and base64url, strict. */

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const URL_SAFE = STANDARD.slice(0, 62) + '-_'

/** UTF-8 bytes of a well-formed string; throws `URIError` on a lone surrogate. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  const escaped = encodeURIComponent(text)
  const bytes: number[] = []
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] === '%') {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16))
      at += 2
    } else bytes.push(escaped.charCodeAt(at))
  }
  return Uint8Array.from(bytes)
}

/** The text of UTF-8 bytes, or undefined when they are not well-formed UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  let escaped = ''
  for (const byte of bytes) escaped += '%' + byte.toString(16).padStart(2, '0')
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}

function encode(bytes: Uint8Array, alphabet: string): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const taken = Math.min(3, bytes.length - at)
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let place = 0; place <= taken; place++) text += alphabet.charAt((bits >> (18 - 6 * place)) & 63)
  }
  return text
}

/**
 * Decodes only what `encode` would have written: no foreign sign, no spare bits set, so that one byte sequence has one
 * text and changing any sign of it is seen.
 */
function decode(text: string, alphabet: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let filled = 0
  for (const sign of text) {
    const value = alphabet.indexOf(sign)
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[filled++] = (bits >> held) & 0xff
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined
}

/** base64url without padding, RFC 7515. */
export function base64url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE)
}

/** The bytes of strict base64url without padding, or undefined. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  return decode(text, URL_SAFE)
}

/** The bytes of strict, padded standard base64, or undefined. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0) return undefined
  return decode(text.replace(/={1,2}$/, ''), STANDARD)
}
