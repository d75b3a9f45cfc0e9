/** How a receipt is kept: a keyed hash of the code's digest. Neither the code nor its digest is ever written down. */
import { createHash, createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import { parseReceiptCode, receiptSymbols } from '#domain/receipts/code'
import { secret } from '../../db/secrets.ts'
import type { Database } from '../../db/schema.ts'

/** name of the installation's key */
export const RECEIPT_KEY = 'receipts'

/** @param digest SHA-256 (hex) of the code's symbols, as the phone sends it */
export async function receiptHash(db: Kysely<Database>, digest: string): Promise<Buffer> {
  const key = await secret(db, RECEIPT_KEY)
  return createHmac('sha256', key).update(Buffer.from(digest, 'hex')).digest()
}

/** The digest of a code as somebody typed it; undefined where that cannot be a code. */
export function digestOfCode(typed: string): string | undefined {
  const code = parseReceiptCode(typed)
  return code === undefined
    ? undefined
    : createHash('sha256').update(receiptSymbols(code), 'ascii').digest('hex')
}
