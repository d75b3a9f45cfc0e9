/** `npm run verify -- FILE`: checks an evidence export by itself, without server or database. */
import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { EvidenceFileSchema, type EvidenceFile } from '#contract/inspections'
import { verifyEvidence, type Beside } from '#domain/inspections/evidence'
import { EVIDENCE_PORTS } from '../modules/inspections/evidence-ports.ts'
import { CommandError, language, readLine, runCommand, wrongArgument } from './command.ts'
import { fromCaller, readBeside } from './verify-beside.ts'
import { VERIFY } from './verify-messages.ts'
import { reportLines } from './verify-report.ts'

const WRONG = 1

const OPTIONS = {
  receipt: { type: 'string', multiple: true },
  'server-key': { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const

async function readEvidence(path: string): Promise<EvidenceFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw new CommandError(VERIFY.missing(path))
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CommandError(VERIFY.notJson(path))
  }
  const parsed = v.safeParse(EvidenceFileSchema, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new CommandError(VERIFY.notEvidence(path, v.getDotPath(issue) ?? ''))
}

async function main(): Promise<number> {
  const { values, positionals } = readLine(OPTIONS, VERIFY.usage)
  if (values.help) {
    console.log(VERIFY.usage[language])
    return 0
  }
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw wrongArgument(VERIFY.oneFile, VERIFY.usage)
  const file = await readEvidence(fromCaller(path))
  const keys = values['server-key'] ?? []
  const beside: Beside = await readBeside(values.receipt ?? [], keys)
  const report = await verifyEvidence(file, EVIDENCE_PORTS, beside)
  const pinned = beside.trusted !== undefined
  for (const line of reportLines(path, file, report, { language, pinned })) console.log(line)
  return report.ok ? 0 : WRONG
}

await runCommand(main)
