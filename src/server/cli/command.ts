/** What every command line shares: the language it speaks, the database it joins, and how it ends. */
import { pino } from 'pino'
import { readConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { openDatabase } from '../db/open.ts'
import { type LineOptions, type Parsed, readOptions, WrongOption } from './command-line.ts'
import { type Language, languageOf } from './import-messages.ts'

export const language: Language = languageOf(process.env)

/** Said to the person at the terminal, who can do something about it; anything else is a defect and shows its stack. */
export class CommandError extends Error {
  override name = 'CommandError'
  readonly exitCode: number
  constructor(said: Readonly<Record<Language, string>> | string, exitCode = 2) {
    super(typeof said === 'string' ? said : said[language])
    this.exitCode = exitCode
  }
}

/** A wrong argument: the sentence, then how the command is used. */
export function wrongArgument(said: Readonly<Record<Language, string>>, usage: typeof said): CommandError {
  return new CommandError(`${said[language]}\n${usage[language]}`)
}

/** The options and other words that this process was started with. */
export function readLine<T extends LineOptions>(
  options: T,
  usage: Readonly<Record<Language, string>>,
): Parsed<T> {
  try {
    return readOptions(options, process.argv.slice(2))
  } catch (error) {
    throw error instanceof WrongOption ? wrongArgument(error.said, usage) : error
  }
}

/** Exit code where the database cannot be had. */
export const NO_DATABASE = 3

/** Joins the running database, or starts it and stops it after. */
export async function withDatabase<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const opened = await openCommandDatabase()
  try {
    return await work({
      db: opened.database.db,
      config: opened.config,
      now: () => new Date(),
      log: pino({ level: 'silent' }),
      databaseKind: opened.database.kind,
    })
  } finally {
    await opened.database.close()
  }
}

async function openCommandDatabase() {
  try {
    const config = readConfig()
    return { config, database: await openDatabase(config, 'command') }
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), NO_DATABASE)
  }
}

/** Runs a command and turns what it throws into a sentence and an exit code. */
export async function runCommand(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    console.error(error.message)
    process.exitCode = error.exitCode
  }
}
