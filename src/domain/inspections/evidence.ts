/**
 * Verifies an export of sealed inspections. The clock is never the judge's own: a record is held against the server's
 * times it carries and the time it was received.
 */
import { utf8 } from './encoding.ts'
import { clockSkew, earliest } from './evidence-clock.ts'
import { photoFindings } from './evidence-photos.ts'
import {
  where,
  type EvidenceFinding,
  type EvidenceInput,
  type EvidenceProblem,
  type EvidenceReport,
  type Link,
  type Sha256Hex,
  type VerifySignature,
} from './evidence-report.ts'
import { openJws } from './jws.ts'
import { readRecordShape, type RecordReader } from './record-shape.ts'

export type {
  EvidenceFinding,
  EvidenceInput,
  EvidenceKey,
  EvidenceProblem,
  EvidenceReport,
  Sha256Hex,
  VerifySignature,
} from './evidence-report.ts'

/** How far two clocks may stand apart before it is a finding. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000

/** Times of one record against each other and against its receipt. */
function timeFindings(link: Link): EvidenceFinding[] {
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

/** Two neighbours of one chain: the link itself, and time going on. */
function linkFindings(before: Link | undefined, link: Link): EvidenceFinding[] {
  const { sequence, previous } = link.record
  const found: EvidenceFinding[] = []
  if (sequence === 1 && previous !== undefined)
    found.push({ problem: 'brokenLink', detail: 'is the first, yet names one before it', ...where(link) })
  if (sequence > 1 && previous === undefined)
    found.push({ problem: 'brokenLink', detail: 'names no record before it', ...where(link) })
  if (before?.record.sequence !== sequence - 1) return found
  if (previous !== undefined && previous !== before.hash)
    found.push({
      problem: 'brokenLink',
      detail: `names another record ${sequence - 1} than the one in this file`,
      ...where(link),
    })
  const known = Math.max(Date.parse(before.record.sealedAt), earliest(before.record))
  if (Date.parse(link.record.sealedAt) < known - CLOCK_TOLERANCE_MS)
    found.push({
      problem: 'backDated',
      detail: `says it was sealed ${link.record.sealedAt}, before record ${sequence - 1} which it names`,
      ...where(link),
    })
  return found
}

/** One device's records, in file order. */
function chainFindings(
  device: string,
  links: readonly Link[],
  sealed: number | undefined,
): EvidenceFinding[] {
  const found: EvidenceFinding[] = []
  let highest = 0
  for (const link of links) {
    const { sequence } = link.record
    if (sequence < highest)
      found.push({ problem: 'reordered', detail: `stands after record ${highest}`, ...where(link) })
    highest = Math.max(highest, sequence)
  }
  const bySequence = new Map<number, Link>()
  for (const link of links) {
    const other = bySequence.get(link.record.sequence)
    if (!other) bySequence.set(link.record.sequence, link)
    else if (other.hash === link.hash)
      found.push({ problem: 'doubled', detail: `is record ${other.at} of the file again`, ...where(link) })
    else
      found.push({
        problem: 'forked',
        detail: `claims the same place in the chain as record ${other.at} of the file`,
        ...where(link),
      })
  }
  const last = Math.max(highest, sealed ?? 0)
  for (let sequence = 1; sequence <= last; sequence++)
    if (!bySequence.has(sequence))
      found.push({ problem: 'missing', detail: `record ${sequence} is not in the file`, device, sequence })
  for (const link of links) found.push(...linkFindings(bySequence.get(link.record.sequence - 1), link))
  return found
}

/**
 * Checks every signature, payload, photo and chain of an export and says what is wrong, where. Pure: cryptography is
 * handed in. `readRecord` judges payloads; the wire's strict schema (`readInspectionRecord`) is the right one wherever
 * it can be imported.
 */
export async function verifyEvidence(
  file: EvidenceInput,
  verifySignature: VerifySignature,
  sha256: Sha256Hex,
  readRecord: RecordReader = readRecordShape,
): Promise<EvidenceReport> {
  const findings: EvidenceFinding[] = []
  const links: Link[] = []
  const devices = new Map(file.devices.map((device) => [device.id, device]))
  for (const [at, { jws, receivedAt }] of file.records.entries()) {
    const say = (problem: EvidenceProblem, detail: string, device?: string) =>
      findings.push({ problem, detail, at, ...(device !== undefined && { device }) })
    const opened = openJws(jws)
    if ('invalid' in opened) {
      say('unreadable', opened.invalid)
      continue
    }
    const device = devices.get(opened.device)
    if (!device) {
      say('unknownDevice', 'signed by a device that the file does not list', opened.device)
      continue
    }
    if (!(await verifySignature(device.publicKey, utf8(opened.signed), opened.signature))) {
      say('badSignature', 'the signature does not fit: altered, or signed by another', opened.device)
      continue
    }
    if (!opened.canonical) say('notCanonical', 'the payload is not canonical JSON', opened.device)
    const record = readRecord(opened.payload)
    if ('invalid' in record) {
      say('badPayload', record.invalid, opened.device)
      continue
    }
    links.push({ at, device: opened.device, hash: await sha256(utf8(jws)), record, receivedAt })
  }

  const summary: EvidenceReport['devices'] = []
  for (const { id, sealed } of file.devices) {
    const own = links.filter((link) => link.device === id)
    findings.push(...own.flatMap(timeFindings), ...chainFindings(id, own, sealed))
    const sequences = own.map((link) => link.record.sequence)
    const clock = clockSkew(own)
    summary.push({
      id,
      records: own.length,
      ...(sequences.length > 0 && { first: Math.min(...sequences), last: Math.max(...sequences) }),
      ...(clock && { clock }),
    })
  }
  const photos = await photoFindings(links, file.photos, sha256)
  findings.push(...photos.findings)
  return {
    ok: findings.length === 0,
    records: file.records.length,
    devices: summary,
    photos: {
      listed: new Set(links.flatMap((link) => link.record.photos.map((photo) => photo.sha256))).size,
      checked: photos.checked,
    },
    findings,
  }
}
