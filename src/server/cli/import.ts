/** `npm run import -- FILE --region CODE --region-name NAME …`: a file of items becomes a region's catalogue. */
import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import type { LimitUnit, Region } from '#domain/catalogue/types'
import { readConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { openDatabase } from '../db/open.ts'
import { importCatalogue, type ImportRequest } from '../modules/catalogue/import/import-catalogue.ts'
import { UnreadableFile } from '../modules/catalogue/import/report.ts'
import { ARGUMENTS, languageOf, summary, unreadableSentence, USAGE } from './import-messages.ts'
import { isRegionCode, levelOf } from './region-argument.ts'

const language = languageOf(process.env)

interface Command {
  path: string
  report?: string
  request: Omit<ImportRequest, 'file'>
}

/** The command line, or what is wrong with it. `npm run` sits in the project's folder: paths are the caller's. */
function readArguments(): Command | { wrong: string } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      region: { type: 'string' },
      'region-name': { type: 'string' },
      level: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      report: { type: 'string' },
      partial: { type: 'boolean', default: false },
      'limit-unit': { type: 'string' },
      department: { type: 'string' },
      'fill-down': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [path] = positionals
  const { region: code = '', 'region-name': name = '', 'limit-unit': limitUnit } = values
  const level = levelOf(code, values.level)
  if (values.help) return { wrong: '' }
  if (path === undefined || positionals.length > 1) return { wrong: ARGUMENTS.file[language] }
  if (!isRegionCode(code)) return { wrong: ARGUMENTS.region[language] }
  if (name.trim() === '') return { wrong: ARGUMENTS.regionName[language] }
  if (level === undefined) return { wrong: ARGUMENTS.level[language] }
  if (limitUnit !== undefined && limitUnit !== 'workday' && limitUnit !== 'day') {
    return { wrong: ARGUMENTS.limitUnit[language] }
  }
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
      ...(limitUnit !== undefined && { limitUnit: limitUnit satisfies LimitUnit }),
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
  const config = readConfig()
  const opened = await openDatabase(config, 'command').catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
  })
  if (!opened) return 3
  try {
    const context: Context = {
      db: opened.db,
      config,
      now: () => new Date(),
      log: pino({ level: 'silent' }),
      databaseKind: opened.kind,
    }
    const report = await importCatalogue(context, { ...request, file })
    if (reportPath !== undefined) await writeFile(reportPath, `${JSON.stringify(report, null, 2)}\n`)
    console.log(summary(report, language, request.dryRun === true))
    return report.rows.refused > 0 ? 1 : 0
  } finally {
    await opened.close()
  }
}

async function main(): Promise<number> {
  let command: ReturnType<typeof readArguments>
  try {
    command = readArguments()
  } catch (error) {
    command = { wrong: error instanceof Error ? error.message : String(error) }
  }
  if ('wrong' in command) {
    if (command.wrong !== '') console.error(command.wrong)
    console.error(USAGE[language])
    return command.wrong === '' ? 0 : 2
  }
  try {
    return await run(command)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    console.error(`${basename(command.path)}: ${unreadableSentence(error.reason, error.detail)}`)
    return 2
  }
}

process.exitCode = await main()
