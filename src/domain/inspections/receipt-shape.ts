/** Reading what the server signed: a receipt, or the statement over a whole export. */
import { EXPORT_PARTS, type ExportStatement } from './export-statement.ts'
import type { EvidenceReceipt } from './receipt.ts'
import type { Reader } from './record-shape.ts'
import { isCount, isHash, isInstant, isObject, wrongMember } from './shapes.ts'

const isMaybeHash = (value: unknown) => value === undefined || isHash(value)

/** A receipt, or why the value is none. */
export const readReceipt: Reader<EvidenceReceipt> = (value) => {
  if (!isObject(value)) return { invalid: 'not an object' }
  const wrong = wrongMember([
    ['of', value.of === 'inspection' || value.of === 'reply'],
    ['id', typeof value.id === 'string'],
    ['device', typeof value.device === 'string'],
    ['sequence', value.of === 'inspection' ? isCount(value.sequence, 1) : value.sequence === undefined],
    [
      'inspection',
      value.of === 'reply' ? typeof value.inspection === 'string' : value.inspection === undefined,
    ],
    ['hash', isHash(value.hash)],
    ['receivedAt', isInstant(value.receivedAt)],
    ['number', isCount(value.number, 1)],
    ['previous', isMaybeHash(value.previous)],
  ])
  return wrong ?? (value as unknown as EvidenceReceipt)
}

/** The statement over an export, or why the value is none. */
export const readStatement: Reader<ExportStatement> = (value) => {
  if (!isObject(value)) return { invalid: 'not an object' }
  const { digests, devices } = value
  const wrong = wrongMember([
    ['region', typeof value.region === 'string'],
    ['exportedAt', isInstant(value.exportedAt)],
    ['digests', isObject(digests) && EXPORT_PARTS.every((part) => isHash(digests[part]))],
    [
      'devices',
      Array.isArray(devices) &&
        devices.every(
          (head) =>
            isObject(head) &&
            typeof head.id === 'string' &&
            isCount(head.records) &&
            isCount(head.replies) &&
            isCount(head.receipts) &&
            isMaybeHash(head.head) &&
            isMaybeHash(head.receiptHead),
        ),
    ],
  ])
  return wrong ?? (value as unknown as ExportStatement)
}
