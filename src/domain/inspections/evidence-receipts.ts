/** The server's receipts in an export, against their own chain and against what they are for. */
import { chainProblems, CLOCK_TOLERANCE_MS } from './evidence-chain.ts'
import { openSigned } from './evidence-open.ts'
import {
  where,
  whereReply,
  type EvidenceFinding,
  type EvidenceNote,
  type EvidenceProblem,
  type Link,
  type ReplyLink,
  type ServerKey,
  type Sha256Hex,
  type VerifySignature,
} from './evidence-report.ts'
import { hashOfJws } from './export-statement.ts'
import { RECEIPT_JWS_TYPE, type EvidenceReceipt } from './receipt.ts'
import { readReceipt } from './receipt-shape.ts'

export interface Ports {
  verifySignature: VerifySignature
  sha256: Sha256Hex
}

/** A receipt whose signature holds, where it stands among the receipts it came with. */
export interface ReceiptLink {
  at: number
  hash: string
  receipt: EvidenceReceipt
}

/** Receipts opened; `place` says where each stands, for what is wrong with it. */
export async function openReceipts(
  receipts: readonly string[],
  keys: ReadonlyMap<string, ServerKey>,
  place: 'receipt' | 'given',
  { verifySignature, sha256 }: Ports,
): Promise<{ links: ReceiptLink[]; findings: EvidenceFinding[] }> {
  const publicKeys = new Map([...keys].map(([id, { publicKey }]) => [id, publicKey]))
  const links: ReceiptLink[] = []
  const findings: EvidenceFinding[] = []
  for (const [at, jws] of receipts.entries()) {
    const say = (problem: EvidenceProblem, detail: string) => findings.push({ problem, detail, [place]: at })
    const opened = await openSigned(jws, RECEIPT_JWS_TYPE, publicKeys, verifySignature)
    if ('wrong' in opened) {
      say(opened.wrong === 'unreadable' ? 'receiptUnreadable' : 'receiptBadSignature', opened.detail)
      continue
    }
    const receipt = readReceipt(opened.payload)
    if ('invalid' in receipt) {
      say('receiptUnreadable', receipt.invalid)
      continue
    }
    const retired = keys.get(opened.signer)?.retiredAt
    if (retired !== undefined && Date.parse(receipt.receivedAt) > Date.parse(retired) + CLOCK_TOLERANCE_MS)
      say('receiptLate', `dated ${receipt.receivedAt}, but its key was retired ${retired}`)
    links.push({ at, hash: await hashOfJws(jws, sha256), receipt })
  }
  return { links, findings }
}

/** Each phone's receipts, numbered and linked. */
export function receiptChainFindings(links: readonly ReceiptLink[]): EvidenceFinding[] {
  const devices = new Set(links.map(({ receipt }) => receipt.device))
  return [...devices].flatMap((device) => {
    const own = links
      .filter(({ receipt }) => receipt.device === device)
      .map(({ at, hash, receipt: { number, previous } }) => ({
        at,
        hash,
        number,
        ...(previous !== undefined && { previous }),
      }))
    return chainProblems(own, 'receipt').map(({ problem, detail, item }): EvidenceFinding => ({
      problem: problem === 'missing' ? 'receiptMissing' : 'receiptChain',
      detail,
      device,
      ...(item && { receipt: item.at }),
    }))
  })
}

/** What a receipt may be for: a record or a reply whose signature holds. */
export interface Target {
  of: EvidenceReceipt['of']
  id: string
  device: string
  sequence?: number
  inspection?: string
  receivedAt: string
  hash: string
  place: Pick<EvidenceFinding, 'at' | 'reply' | 'device' | 'sequence' | 'record'>
}

/** All that the file's receipts may be for, by the hashes that they name. */
export function targetsOf(records: readonly Link[], replies: readonly ReplyLink[]): Map<string, Target> {
  const all = [
    ...records.map((link): Target => {
      const { device, hash, receivedAt } = link
      const { id, sequence } = link.record
      return { of: 'inspection', id, device, sequence, receivedAt, hash, place: where(link) }
    }),
    ...replies.map((link): Target => {
      const { device, hash, receivedAt } = link
      const { id, inspection } = link.reply
      return { of: 'reply', id, device, inspection, receivedAt, hash, place: whereReply(link) }
    }),
  ]
  return new Map(all.map((target) => [target.hash, target]))
}

/** What a receipt is for, in words. */
export const named = ({ of, id, sequence, receivedAt }: EvidenceReceipt): string =>
  `${of} ${id}${sequence === undefined ? '' : `, number ${sequence} of its phone`}, received ${receivedAt}`

/** What is wrong between a receipt and what it is for; undefined when nothing is. */
export function receiptProblem(
  receipt: EvidenceReceipt,
  targets: ReadonlyMap<string, Target>,
): EvidenceFinding | undefined {
  const target = targets.get(receipt.hash)
  if (!target) {
    const { device, sequence, id, inspection = id } = receipt
    return {
      problem: 'notInFile',
      detail: `the server signed that it has ${named(receipt)}; it is not in the file as it was signed for`,
      device,
      ...(sequence !== undefined && { sequence }),
      record: inspection,
    }
  }
  const wrong = (['of', 'id', 'device', 'sequence', 'inspection', 'receivedAt'] as const).find(
    (member) => target[member] !== receipt[member],
  )
  if (!wrong) return undefined
  return {
    problem: 'receiptMismatch',
    detail: `${wrong} is ${String(target[wrong])} here and ${String(receipt[wrong])} in the server’s receipt`,
    ...target.place,
  }
}

/** Every receipt against what it is for, and every record and reply against the receipts. */
export function coverFindings(
  receipts: readonly ReceiptLink[],
  targets: ReadonlyMap<string, Target>,
  keys: ReadonlyMap<string, ServerKey>,
): { findings: EvidenceFinding[]; notes: EvidenceNote[] } {
  const findings = receipts.flatMap(({ at, receipt }): EvidenceFinding[] => {
    const problem = receiptProblem(receipt, targets)
    return problem ? [{ ...problem, receipt: at }] : []
  })
  const covered = new Set(receipts.map(({ receipt }) => receipt.hash))
  const bare = [...targets.values()].filter(({ hash }) => !covered.has(hash))
  const first = Math.min(...[...keys.values()].map(({ madeAt }) => Date.parse(madeAt)))
  const before = bare.filter(({ receivedAt }) => Date.parse(receivedAt) < first)
  for (const target of bare)
    if (!before.includes(target))
      findings.push({
        problem: 'receiptMissing',
        detail: 'has no receipt of the server, which gave one for all that it took in by then',
        ...target.place,
      })
  return { findings, notes: before.length > 0 ? [{ note: 'beforeReceipts', count: before.length }] : [] }
}
