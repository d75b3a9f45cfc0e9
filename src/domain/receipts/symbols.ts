/** Crockford's base32: no I, L, O, U, so that nothing is misread or spells a word. */
export const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Values 0 to 31 as symbols. */
export function toSymbols(values: readonly number[]): string {
  return values.map((value) => SYMBOLS.charAt(value)).join('')
}

/**
 * What someone typed, as upper-case symbols: full-width forms, case, spaces and hyphens of any kind, and the
 * look-alikes O, I, L are forgiven. Characters that stand for nothing stay, and fail where the symbols are read.
 */
export function forgive(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}_]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}
