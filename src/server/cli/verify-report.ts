/** A report on evidence in words: each phone, each thing that is wrong and where, what is worth knowing, the sum of it. */
import type { EvidenceFile } from '#contract/inspections'
import type { EvidenceFinding, EvidenceNote, EvidenceReport } from '#domain/inspections/evidence'
import type { Language } from './import-messages.ts'
import { PROBLEMS, VERIFY } from './verify-messages.ts'

interface Words {
  language: Language
  /** whether the server's keys were given, so that nobody need compare them */
  pinned: boolean
}

/** Where a finding is: its place in the file counted from 1, its place in the chain, its id. */
function findingLine(finding: EvidenceFinding, language: Language): string {
  const { at, reply, receipt, given, sequence, record, device, question, photo } = finding
  const words = [
    at !== undefined && VERIFY.record(at + 1),
    reply !== undefined && VERIFY.reply(reply + 1),
    given !== undefined && VERIFY.given(given + 1),
    receipt !== undefined && VERIFY.receipt(receipt + 1),
    sequence !== undefined && VERIFY.sequence(sequence),
  ]
  const rest = [
    at === undefined && device !== undefined && VERIFY.device(device),
    question !== undefined && VERIFY.question(question),
    photo !== undefined && VERIFY.photo(photo),
  ]
  const say = (list: typeof words) => list.flatMap((word) => (word ? [word[language]] : []))
  const place = [...say(words), ...(record === undefined ? [] : [record]), ...say(rest)].join(' ')
  const detail = language === 'en' ? finding.detail : PROBLEMS[finding.problem]
  return `✗ ${place}${place === '' ? '' : language === 'en' ? ': ' : '：'}${detail} [${finding.problem}]`
}

function noteLine(note: EvidenceNote, language: Language): string {
  switch (note.note) {
    case 'noReceipts':
      return VERIFY.noReceipts[language]
    case 'beforeReceipts':
      return VERIFY.beforeReceipts(note.count)[language]
    case 'late':
      return VERIFY.late(note.at + 1, note.record, VERIFY.span(note.ms)[language])[language]
  }
}

/** The lines to be printed, in their order. */
export function reportLines(
  path: string,
  file: EvidenceFile,
  report: EvidenceReport,
  { language, pinned }: Words,
): string[] {
  const ahead = (ms: number) => VERIFY.ahead(ms)[language]
  const { sealedBy, photos } = report
  return [
    ...report.devices.flatMap(({ id, records, first, last, clock }) => [
      VERIFY.deviceLine(id, records, first, last)[language],
      ...(clock ? [VERIFY.clock(ahead(clock.least), ahead(clock.most), clock.records)[language]] : []),
    ]),
    ...(sealedBy
      ? [VERIFY.sealedBy(sealedBy.key, sealedBy.region, sealedBy.exportedAt, pinned)[language]]
      : []),
    ...report.findings.map((finding) => findingLine(finding, language)),
    ...report.notes.map((note) => noteLine(note, language)),
    ...report.confirmed.map(
      ({ of, id, sequence, receivedAt }) => VERIFY.confirmed(of, id, sequence, receivedAt)[language],
    ),
    report.ok ? VERIFY.good(path, report)[language] : VERIFY.bad(path, report.findings.length)[language],
    ...(file.photos === undefined && photos.listed > 0
      ? [VERIFY.photosNotChecked(photos.listed)[language]]
      : []),
  ]
}
