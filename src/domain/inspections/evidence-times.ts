/** The times of one record or reply against each other and against when it was received. */
import { CLOCK_TOLERANCE_MS } from './evidence-chain.ts'
import { earliest } from './evidence-clock.ts'
import {
  where,
  whereReply,
  type EvidenceFinding,
  type EvidenceNote,
  type EvidenceProblem,
  type Link,
  type ReplyLink,
} from './evidence-report.ts'

/** From how long between sealing and receipt on it is told. Nothing is wrong with it: a village may have no network. */
export const LATE_MS = 3 * 24 * 3_600_000

/** What cannot be. */
export function timeFindings(link: Link): EvidenceFinding[] {
  const { record, receivedAt } = link
  const [started, sealed, received] = [record.startedAt, record.sealedAt, receivedAt].map((at) =>
    Date.parse(at),
  )
  const found: EvidenceFinding[] = []
  const say = (problem: EvidenceProblem, detail: string) => found.push({ problem, detail, ...where(link) })
  if (started === undefined || sealed === undefined || received === undefined) return found
  if (started > sealed)
    say('impossibleTime', `started ${record.startedAt}, after it was sealed ${record.sealedAt}`)
  if (sealed < earliest(record) - CLOCK_TOLERANCE_MS)
    say(
      'backDated',
      `says it was sealed ${record.sealedAt}, but knew the server’s time ${new Date(earliest(record)).toISOString()}`,
    )
  if (sealed > received + CLOCK_TOLERANCE_MS)
    say('clockAhead', `says it was sealed ${record.sealedAt}, but was received before that, ${receivedAt}`)
  if (earliest(record) > received + CLOCK_TOLERANCE_MS)
    say('impossibleTime', `knew a server time later than its receipt ${receivedAt}`)
  return found
}

/** A record that came in long after it says it was sealed: its phone was offline, or its clock was put back. */
export function lateNotes(link: Link): EvidenceNote[] {
  const ms = Date.parse(link.receivedAt) - Date.parse(link.record.sealedAt)
  return ms > LATE_MS ? [{ note: 'late', ...where(link), ms }] : []
}

/** A reply's own time against its receipt, and against the record that it follows on the same phone. */
export function replyTimeFindings(link: ReplyLink, of: Link | undefined): EvidenceFinding[] {
  const { repliedAt } = link.reply
  const replied = Date.parse(repliedAt)
  const found: EvidenceFinding[] = []
  const say = (problem: EvidenceProblem, detail: string) =>
    found.push({ problem, detail, ...whereReply(link) })
  if (replied > Date.parse(link.receivedAt) + CLOCK_TOLERANCE_MS)
    say('clockAhead', `says it was sealed ${repliedAt}, but was received before that, ${link.receivedAt}`)
  if (of?.device === link.device && replied < Date.parse(of.record.sealedAt) - CLOCK_TOLERANCE_MS)
    say('backDated', `says it was sealed ${repliedAt}, before the record it is about, ${of.record.sealedAt}`)
  if (of && Date.parse(link.receivedAt) < Date.parse(of.receivedAt) - CLOCK_TOLERANCE_MS)
    say('impossibleTime', `was received ${link.receivedAt}, before the record it is about, ${of.receivedAt}`)
  return found
}
