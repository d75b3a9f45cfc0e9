/** 编号: how a filed record is named in public; it opens nothing. */
import type { CaseKind } from '../cases/types.ts'
import { dateInChina } from '../workdays/china-time.ts'
import { toSymbols } from './symbols.ts'

export type ReceiptKind = CaseKind | 'rating' | 'inspection'

const PREFIXES: Record<ReceiptKind, string> = {
  complaint: 'TS',
  suggestion: 'JY',
  enquiry: 'ZX',
  disclosureReport: 'JC',
  rating: 'PJ',
  inspection: 'AF',
}

/**
 * `TS-20261123-7K2M9`: kind, day of filing in Chinese time, and five symbols of the id's last 25 random bits. Phone
 * and server compute the same number from the same record.
 * @param id a UUIDv7
 * @param filedAt ISO instant
 * @throws RangeError when id or instant cannot be read
 */
export function receiptNumber(kind: ReceiptKind, id: string, filedAt: string): string {
  const instant = Date.parse(filedAt)
  const tail = Number.parseInt(id.slice(-8), 16)
  if (Number.isNaN(instant) || !/[0-9a-f]{8}$/.test(id)) throw new RangeError('receiptNumber')
  const day = dateInChina(instant).replaceAll('-', '')
  const values = [20, 15, 10, 5, 0].map((shift) => (tail >>> shift) & 31)
  return `${PREFIXES[kind]}-${day}-${toSymbols(values)}`
}
