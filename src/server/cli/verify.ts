/** `npm run verify -- FILE`: checks an evidence export by itself, without server or database. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { EvidenceFileSchema, readInspectionRecord, type EvidenceFile } from '#contract/inspections'
import { verifyEvidence, type EvidenceFinding, type EvidenceReport } from '#domain/inspections/evidence'
import { sha256Hex, signatureHolds } from '../modules/inspections/signature.ts'
import { CommandError, language, runCommand } from './command.ts'
import { PROBLEMS, VERIFY } from './verify-messages.ts'

const WRONG = 1
const UNREADABLE = 2

function readLine(): string | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) return undefined
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new Error(VERIFY.oneFile[language])
    return file
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n${VERIFY.usage[language]}`, UNREADABLE)
  }
}

async function readEvidence(path: string): Promise<EvidenceFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw new CommandError(VERIFY.missing(path), UNREADABLE)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CommandError(VERIFY.notJson(path), UNREADABLE)
  }
  const parsed = v.safeParse(EvidenceFileSchema, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new CommandError(VERIFY.notEvidence(path, v.getDotPath(issue) ?? ''), UNREADABLE)
}

/** Where a finding is: the record's place in the file counted from 1, its place in the chain, its id. */
function line(finding: EvidenceFinding): string {
  const { at, sequence, record, device, question, photo } = finding
  const place = [
    ...(at === undefined ? [] : [VERIFY.record(at + 1)[language]]),
    ...(sequence === undefined ? [] : [VERIFY.sequence(sequence)[language]]),
    ...(record === undefined ? [] : [record]),
    ...(at === undefined && device !== undefined ? [VERIFY.device(device)[language]] : []),
    ...(question === undefined ? [] : [VERIFY.question(question)[language]]),
    ...(photo === undefined ? [] : [VERIFY.photo(photo)[language]]),
  ].join(' ')
  const detail = language === 'en' ? finding.detail : PROBLEMS[finding.problem]
  return `✗ ${place}${place === '' ? '' : language === 'en' ? ': ' : '：'}${detail} [${finding.problem}]`
}

function print(path: string, file: EvidenceFile, report: EvidenceReport): void {
  const ahead = (ms: number) => VERIFY.ahead(ms)[language]
  for (const { id, records, first, last, clock } of report.devices) {
    console.log(VERIFY.deviceLine(id, records, first, last)[language])
    if (clock) console.log(VERIFY.clock(ahead(clock.least), ahead(clock.most), clock.records)[language])
  }
  for (const finding of report.findings) console.log(line(finding))
  console.log(
    report.ok
      ? VERIFY.good(path, report.records, report.devices.length, report.photos.checked)[language]
      : VERIFY.bad(path, report.findings.length)[language],
  )
  if (file.photos === undefined && report.photos.listed > 0)
    console.log(VERIFY.photosNotChecked(report.photos.listed)[language])
}

async function main(): Promise<number> {
  const given = readLine()
  if (given === undefined) {
    console.log(VERIFY.usage[language])
    return 0
  }
  // `npm run` sits in the project's folder: paths are the caller's.
  const file = await readEvidence(resolve(process.env.INIT_CWD ?? process.cwd(), given))
  const report = await verifyEvidence(
    file,
    (key, signed, signature) => Promise.resolve(signatureHolds(key, signed, signature)),
    (bytes) => Promise.resolve(sha256Hex(bytes)),
    readInspectionRecord,
  )
  print(given, file, report)
  return report.ok ? 0 : WRONG
}

await runCommand(main)
