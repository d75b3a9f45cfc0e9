/** What the commands of `npm run admin` take from their line. */
import { parseArgs } from 'node:util'
import type { Context } from '../context.ts'
import { SAYS, USAGE } from './admin-messages.ts'
import { CommandError, language } from './command.ts'

const OPTIONS = {
  region: { type: 'string' },
  name: { type: 'string' },
  level: { type: 'string' },
  employer: { type: 'string' },
  supervisor: { type: 'string' },
  login: { type: 'string' },
  role: { type: 'string' },
  department: { type: 'string' },
  head: { type: 'boolean' },
  'password-stdin': { type: 'boolean' },
  out: { type: 'string' },
  file: { type: 'string' },
  from: { type: 'string' },
  'with-photos': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const
type Option = keyof typeof OPTIONS
export type Values = ReturnType<typeof readLine>['values']

/** Prints it in the language of whoever is at the terminal. */
export const say = (words: Readonly<Record<typeof language, string>>) => console.log(words[language])

export function readLine() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

/** A wrong argument: the sentence, then the usage. */
export function wrong(words: Readonly<Record<typeof language, string>> | string): CommandError {
  const sentence = typeof words === 'string' ? words : words[language]
  return new CommandError(`${sentence}\n${USAGE[language]}`)
}

export interface Command {
  needs: Option[]
  takes?: Option[]
  /** looks at the arguments before any database is started */
  check?: (values: Values) => void
  run: (context: Context, values: Values) => Promise<number>
  /** whether these arguments need no database at all; then `run` is given none */
  remote?: (values: Values) => Promise<number> | undefined
}

/** What the option says; a wrong argument where it is missing. */
export const given = (
  values: Values,
  option: Exclude<Option, 'help' | 'head' | 'password-stdin' | 'with-photos'>,
): string => {
  const value = values[option]?.trim()
  if (!value) throw wrong(SAYS.needs(option))
  return value
}
