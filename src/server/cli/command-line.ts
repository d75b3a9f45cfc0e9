/** The options of a command line: Node's parser, with values that begin with a hyphen and refusals in both languages. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { Language } from './import-messages.ts'

type Said = Readonly<Record<Language, string>>
export type LineOptions = NonNullable<ParseArgsConfig['options']>
export type Parsed<T extends LineOptions> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true }>
>

const REFUSALS = {
  unknown: (option: string): Said => ({
    zh: `没有 ${option} 这个选项。`,
    en: `There is no option ${option}.`,
  }),
  noValue: (option: string): Said => ({
    zh: `${option} 后面要跟一个值。`,
    en: `${option} needs a value after it.`,
  }),
  aValue: (option: string): Said => ({
    zh: `${option} 后面不带值。`,
    en: `${option} takes no value.`,
  }),
}

/** An option that the command does not have, or that lacks its value, or that has one and takes none. */
export class WrongOption extends Error {
  override name = 'WrongOption'
  readonly said: Said
  constructor(said: Said) {
    super(said.en)
    this.said = said
  }
}

/**
 * What follows an option that takes a value is its value, also where it begins with a hyphen: an id in base64url does
 * so once in 64 times. Only another option of the same command is not taken for one; written `--name=value` it is.
 * Node's own parser refuses each such value when strict, and checks nothing when not.
 *
 * @param args the words of the line, without the command itself
 * @throws {WrongOption}
 */
export function readOptions<T extends LineOptions>(options: T, args: readonly string[]): Parsed<T> {
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const isOption = (word: string): boolean => {
    const name = /^--([^=]+)/.exec(word)?.[1]
    return name !== undefined && Object.hasOwn(options, name)
  }
  const line = tokens.map((token) => {
    if (token.kind === 'option-terminator') return '--'
    if (token.kind === 'positional') return token.value
    const { name, rawName, value, inlineValue } = token
    if (!Object.hasOwn(options, name)) throw new WrongOption(REFUSALS.unknown(rawName))
    if (options[name]?.type === 'boolean') {
      if (value !== undefined) throw new WrongOption(REFUSALS.aValue(rawName))
      return `--${name}`
    }
    if (value === undefined || (!inlineValue && isOption(value)))
      throw new WrongOption(REFUSALS.noValue(rawName))
    return `--${name}=${value}`
  })
  return parseArgs({ args: line, options, allowPositionals: true })
}
