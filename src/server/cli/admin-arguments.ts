/** What the commands of `npm run admin` take from their line. */
import type { Context } from '../context.ts'
import { SAYS, USAGE } from './admin-messages.ts'
import { type CommandError, language, readLine, wrongArgument } from './command.ts'

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
  revoked: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const
type Option = keyof typeof OPTIONS
export type Values = ReturnType<typeof readArguments>['values']

/** Prints it in the language of whoever is at the terminal. */
export const say = (words: Readonly<Record<typeof language, string>>) => console.log(words[language])

export const readArguments = () => readLine(OPTIONS, USAGE)

/** A wrong argument: the sentence, then the usage. */
export const wrong = (words: Readonly<Record<typeof language, string>>): CommandError =>
  wrongArgument(words, USAGE)

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
  option: Exclude<Option, 'help' | 'head' | 'password-stdin' | 'with-photos' | 'revoked'>,
): string => {
  const value = values[option]?.trim()
  if (!value) throw wrong(SAYS.needs(option))
  return value
}
