/** Random bytes an id takes: 74 bits of them are used. */
export const ID_RANDOM_BYTES = 10

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits. It is made on the phone and serves as primary key
 * and idempotency key, so two phones must never agree by chance.
 * @param epochMs milliseconds since 1970, whole, below 2^48
 * @param random at least ten bytes from a cryptographic source
 * @throws RangeError on a time or a number of bytes that does not fit
 */
export function uuidv7(epochMs: number, random: Uint8Array): string {
  if (!Number.isInteger(epochMs) || epochMs < 0 || epochMs >= 2 ** 48) throw new RangeError('epochMs')
  if (random.length < ID_RANDOM_BYTES) throw new RangeError('random')
  const bytes = new Uint8Array(16)
  let rest = epochMs
  for (let at = 5; at >= 0; at--) {
    bytes[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes.set(random.subarray(0, ID_RANDOM_BYTES), 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
