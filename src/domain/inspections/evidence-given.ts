/** Receipts that somebody else holds (a phone, an earlier export), held against an export. */
import {
  named,
  openReceipts,
  receiptProblem,
  type Ports,
  type ReceiptLink,
  type Target,
} from './evidence-receipts.ts'
import type { EvidenceFinding, ServerKey } from './evidence-report.ts'
import type { EvidenceReceipt } from './receipt.ts'

export interface Held {
  targets: ReadonlyMap<string, Target>
  receipts: readonly ReceiptLink[]
  /** when the export says it was made */
  exportedAt: string | undefined
}

/** Whether the file holds what each of these receipts is for, and tells the same story about it. */
export async function givenFindings(
  given: readonly string[],
  held: Held,
  keys: ReadonlyMap<string, ServerKey>,
  ports: Ports,
): Promise<{ findings: EvidenceFinding[]; confirmed: EvidenceReceipt[] }> {
  const { links, findings } = await openReceipts(given, keys, 'given', ports)
  const confirmed: EvidenceReceipt[] = []
  for (const link of links) {
    const problem = against(link, held)
    if (problem) findings.push({ device: link.receipt.device, ...problem, given: link.at })
    else confirmed.push(link.receipt)
  }
  return { findings, confirmed }
}

function against(
  { hash, receipt }: ReceiptLink,
  { targets, receipts, exportedAt }: Held,
): EvidenceFinding | undefined {
  const rival = receipts.find(
    (other) =>
      other.receipt.device === receipt.device &&
      other.receipt.number === receipt.number &&
      other.hash !== hash,
  )
  if (rival)
    return {
      problem: 'forked',
      detail: `the server gave this receipt for ${named(receipt)}, and another under the same number for ${named(rival.receipt)}`,
    }
  const problem = receiptProblem(receipt, targets)
  if (
    problem?.problem === 'notInFile' &&
    exportedAt !== undefined &&
    Date.parse(receipt.receivedAt) > Date.parse(exportedAt)
  )
    return {
      ...problem,
      problem: 'newerThanFile',
      detail: `${named(receipt)}, is not in the file, which says it was made before, ${exportedAt}: ask for a newer one`,
    }
  if (problem) return problem
  if (receipts.length > 0 && !receipts.some((other) => other.hash === hash))
    return { problem: 'receiptMissing', detail: 'the record is in the file, this receipt for it is not' }
  return undefined
}
