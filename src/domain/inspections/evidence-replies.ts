/** Supervisors' replies in an export: whose they are, what they are about, and in which order they came. */
import { openSigned } from './evidence-open.ts'
import {
  whereReply,
  type EvidenceFinding,
  type EvidenceKey,
  type EvidenceProblem,
  type Link,
  type Received,
  type ReplyLink,
  type Sha256Hex,
  type VerifySignature,
} from './evidence-report.ts'
import { replyTimeFindings } from './evidence-times.ts'
import { hashOfJws } from './export-statement.ts'
import type { Reader } from './record-shape.ts'
import { REPLY_JWS_TYPE, type InspectionReply } from './reply.ts'

export interface ReplyPorts {
  verifySignature: VerifySignature
  sha256: Sha256Hex
  readReply: Reader<InspectionReply>
}

/** Opens every reply and holds it against the records whose own signatures hold. */
export async function replyFindings(
  replies: readonly Received[],
  records: readonly Link[],
  devices: ReadonlyMap<string, EvidenceKey>,
  ports: ReplyPorts,
): Promise<{ links: ReplyLink[]; findings: EvidenceFinding[] }> {
  const links: ReplyLink[] = []
  const findings: EvidenceFinding[] = []
  for (const [at, { jws, receivedAt }] of replies.entries()) {
    const say = (problem: EvidenceProblem, detail: string, device?: string) =>
      findings.push({ problem, detail, reply: at, ...(device !== undefined && { device }) })
    const opened = await openSigned(jws, REPLY_JWS_TYPE, devices, ports.verifySignature)
    if ('wrong' in opened) {
      say(opened.wrong === 'unknownSigner' ? 'unknownDevice' : opened.wrong, opened.detail, opened.signer)
      continue
    }
    if (!opened.canonical) say('notCanonical', 'the payload is not canonical JSON', opened.signer)
    const reply = ports.readReply(opened.payload)
    if ('invalid' in reply) say('badPayload', reply.invalid, opened.signer)
    else
      links.push({ at, device: opened.signer, hash: await hashOfJws(jws, ports.sha256), reply, receivedAt })
  }
  const byRecord = new Map(records.map((link) => [link.record.id, link]))
  for (const link of links) {
    const of = byRecord.get(link.reply.inspection)
    if (!of)
      findings.push({
        problem: 'replyForeign',
        detail: 'is about an inspection that the file does not hold',
        ...whereReply(link),
      })
    findings.push(...replyTimeFindings(link, of))
  }
  return { links, findings: [...findings, ...orderFindings(links)] }
}

/** The same reply twice, and replies about one inspection that stand in another order than they came in. */
function orderFindings(links: readonly ReplyLink[]): EvidenceFinding[] {
  const findings: EvidenceFinding[] = []
  const known = new Map<string, ReplyLink>()
  const latest = new Map<string, ReplyLink>()
  for (const link of links) {
    const { id, inspection } = link.reply
    const other = known.get(id)
    if (other)
      findings.push({
        problem: other.hash === link.hash ? 'doubled' : 'forked',
        detail: `bears the same id as reply ${other.at + 1} of the file`,
        ...whereReply(link),
      })
    known.set(id, link)
    const before = latest.get(inspection)
    if (before && Date.parse(link.receivedAt) < Date.parse(before.receivedAt))
      findings.push({
        problem: 'reordered',
        detail: `stands after reply ${before.at + 1}, which came in later`,
        ...whereReply(link),
      })
    else latest.set(inspection, link)
  }
  return findings
}
