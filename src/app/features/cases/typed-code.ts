import { receiptSymbols } from '#domain/receipts/code'

/** What is being typed, forgiven and in groups of four, so that it can be compared with the slip group by group. */
export function typedCode(text: string): string {
  const symbols = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return symbols.match(/.{1,4}/g)?.join('-') ?? ''
}

/**
 * SHA-256 (hex) of a code: the proof that a step on the case comes from someone who has it. Undefined where the
 * browser has no WebCrypto (an insecure address): then the case can be read, not acted on.
 */
export async function receiptDigest(code: string): Promise<string | undefined> {
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto }
  if (!subtle) return undefined
  const hash = await subtle.digest('SHA-256', new TextEncoder().encode(receiptSymbols(code)))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
