/** `npm run verify -- FILE`: checks an evidence export by itself, without server or database. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { EvidenceFileSchema, type EvidenceFile } from '#contract/inspections'
import { verifyEvidence, type Beside } from '#domain/inspections/evidence'
import { EVIDENCE_PORTS } from '../modules/inspections/evidence-ports.ts'
import { CommandError, language, runCommand } from './command.ts'
import { fromCaller, readBeside } from './verify-beside.ts'
import { VERIFY } from './verify-messages.ts'
import { reportLines } from './verify-report.ts'

const WRONG = 1
const UNREADABLE = 2

interface Asked {
  file: string
  receipts: string[]
  keys: string[]
}

function readLine(): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        receipt: { type: 'string', multiple: true },
        'server-key': { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return undefined
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new Error(VERIFY.oneFile[language])
    return { file, receipts: values.receipt ?? [], keys: values['server-key'] ?? [] }
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

async function main(): Promise<number> {
  const asked = readLine()
  if (asked === undefined) {
    console.log(VERIFY.usage[language])
    return 0
  }
  const file = await readEvidence(fromCaller(asked.file))
  const beside: Beside = await readBeside(asked.receipts, asked.keys)
  const report = await verifyEvidence(file, EVIDENCE_PORTS, beside)
  const pinned = beside.trusted !== undefined
  for (const line of reportLines(asked.file, file, report, { language, pinned })) console.log(line)
  return report.ok ? 0 : WRONG
}

await runCommand(main)
