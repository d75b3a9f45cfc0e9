/** `npm run import -- FILE --region CODE --region-name NAME …`: a file of items becomes a region's catalogue. */
import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Region } from '#domain/catalogue/types'
import { importCatalogue, type ImportRequest } from '../modules/catalogue/import/import-catalogue.ts'
import { UnreadableFile } from '../modules/catalogue/import/report.ts'
import { CommandError, language, readLine, runCommand, withDatabase, wrongArgument } from './command.ts'
import { ARGUMENTS, summary, unreadableSentence, USAGE } from './import-messages.ts'
import { isRegionCode, levelOf } from './region-argument.ts'

const OPTIONS = {
  region: { type: 'string' },
  'region-name': { type: 'string' },
  level: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  report: { type: 'string' },
  partial: { type: 'boolean', default: false },
  'limit-unit': { type: 'string' },
  department: { type: 'string' },
  'fill-down': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

interface Command {
  path: string
  report?: string
  request: Omit<ImportRequest, 'file'>
}

const wrong = (argument: keyof typeof ARGUMENTS): CommandError => wrongArgument(ARGUMENTS[argument], USAGE)

/** The command line; undefined where it asks for help. `npm run` sits in the project's folder: paths are the caller's. */
function readArguments(): Command | undefined {
  const { values, positionals } = readLine(OPTIONS, USAGE)
  if (values.help) return undefined
  const [path] = positionals
  const { region: code = '', 'region-name': name = '', 'limit-unit': limitUnit } = values
  const level = levelOf(code, values.level)
  if (path === undefined || positionals.length > 1) throw wrong('file')
  if (!isRegionCode(code)) throw wrong('region')
  if (name.trim() === '') throw wrong('regionName')
  if (level === undefined) throw wrong('level')
  if (limitUnit !== undefined && limitUnit !== 'workday' && limitUnit !== 'day') throw wrong('limitUnit')
  const region: Region = { code, name: name.trim(), level, sample: false }
  const from = process.env.INIT_CWD ?? process.cwd()
  return {
    path: resolve(from, path),
    ...(values.report !== undefined && { report: resolve(from, values.report) }),
    request: {
      region,
      dryRun: values['dry-run'],
      partial: values.partial,
      fillDown: values['fill-down'],
      ...(limitUnit !== undefined && { limitUnit }),
      ...(values.department !== undefined && { department: values.department }),
    },
  }
}

async function readInput(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch {
    throw new UnreadableFile('missing')
  }
}

async function run({ path, report: reportPath, request }: Command): Promise<number> {
  const file = { name: basename(path), data: await readInput(path) }
  return withDatabase(async (context) => {
    const report = await importCatalogue(context, { ...request, file })
    if (reportPath !== undefined) await writeFile(reportPath, `${JSON.stringify(report, null, 2)}\n`)
    console.log(summary(report, language, request.dryRun === true))
    return report.rows.refused > 0 ? 1 : 0
  })
}

async function main(): Promise<number> {
  const command = readArguments()
  if (command === undefined) {
    console.log(USAGE[language])
    return 0
  }
  try {
    return await run(command)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new CommandError(`${basename(command.path)}: ${unreadableSentence(error.reason, error.detail)}`)
  }
}

await runCommand(main)
