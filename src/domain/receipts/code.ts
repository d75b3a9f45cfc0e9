/** 查询码: the secret that opens a case from any device. Fifteen random symbols and a check symbol. */
import { forgive, SYMBOLS, toSymbols } from './symbols.ts'

const DATA_SYMBOLS = 15
/** Random bytes a code takes: 75 bits of them are used. */
export const CODE_RANDOM_BYTES = 10

/** Twice `value` in GF(32) = GF(2)[x]/(x^5 + x^2 + 1), in which x generates all 31 non-zero elements. */
const double = (value: number) => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31

/**
 * The weighted sum Σ x^(15−i)·value[i]. The sixteen weights differ from each other and from zero, and a code is valid
 * exactly when the sum over all sixteen is zero; so one wrong symbol changes the sum by weight × difference ≠ 0, and
 * a swap of two different symbols by (difference of weights) × (difference of symbols) ≠ 0.
 */
const weighted = (values: readonly number[]) => values.reduce((sum, value) => double(sum) ^ value, 0)

/** Sixteen symbols in groups of four, as they are shown and printed. */
const grouped = (symbols: string) => symbols.match(/.{4}/g)?.join('-') ?? ''

/**
 * Makes a receipt code, `XXXX-XXXX-XXXX-XXXX`.
 * @param random at least ten bytes from a cryptographic source
 * @throws RangeError when there are fewer
 */
export function receiptCode(random: Uint8Array): string {
  if (random.length < CODE_RANDOM_BYTES) throw new RangeError('random')
  const values: number[] = []
  let held = 0
  let bits = 0
  for (const byte of random) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5 && values.length < DATA_SYMBOLS) {
      bits -= 5
      values.push((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
    if (values.length === DATA_SYMBOLS) break
  }
  // The check symbol has weight 1, so it equals the sum of the others shifted by one place.
  return grouped(toSymbols([...values, weighted([...values, 0])]))
}

/**
 * The code someone typed, in its normal form `XXXX-XXXX-XXXX-XXXX`, or undefined when it cannot be a receipt code:
 * wrong length, a symbol that does not exist, or a check symbol that does not fit.
 */
export function parseReceiptCode(text: string): string | undefined {
  const symbols = forgive(text)
  if (symbols.length !== DATA_SYMBOLS + 1) return undefined
  const values = Array.from(symbols, (symbol) => SYMBOLS.indexOf(symbol))
  if (values.includes(-1) || weighted(values) !== 0) return undefined
  return grouped(symbols)
}

/** The sixteen symbols without hyphens: what the digest is made of, in ASCII. */
export function receiptSymbols(code: string): string {
  return code.replaceAll('-', '')
}
