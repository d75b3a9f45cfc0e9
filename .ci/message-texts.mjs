// The texts of the message files as the built app wants them: a plain string with `{names}` in it, or, where the number
// decides, `[name, { one, other }]`. See `src/app/i18n/wording.ts`, which reads them.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FILES = join(dirname(fileURLToPath(import.meta.url)), '../src/app/i18n/messages')

/** A message of the message format, one text or one variant per plural category; anything else is refused. */
function wording(key, message) {
  const text = (it) => {
    if (typeof it !== 'string' || /\\|\{(?!\w+\})/.test(it))
      throw new Error(`a message of another form: ${key}`)
    return it
  }
  if (typeof message === 'string') return text(message)
  const [{ declarations = [], selectors = [], match = {} }, ...more] = message
  const local = declarations.map((it) => /^local (\w+) = (\w+): plural$/.exec(it)).find((it) => it !== null)
  if (
    !local ||
    more.length > 0 ||
    selectors.length !== 1 ||
    selectors[0] !== local[1] ||
    declarations.length !== 2
  )
    throw new Error(`a message of another form: ${key}`)
  const variants = Object.entries(match).map(([when, it]) => {
    const category = new RegExp(`^${local[1]}=(zero|one|two|few|many|other)$`).exec(when)
    if (!category) throw new Error(`a message of another form: ${key}`)
    return [category[1], text(it)]
  })
  if (!variants.some(([category]) => category === 'other'))
    throw new Error(`a message without "other": ${key}`)
  return [local[2], Object.fromEntries(variants)]
}

/** All messages of a language by their names, in the order of the names. */
export function messageTexts(locale) {
  const texts = readdirSync(join(FILES, locale))
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => Object.entries(JSON.parse(readFileSync(join(FILES, locale, file), 'utf8'))))
    .filter(([key]) => !key.startsWith('$'))
    .map(([key, message]) => [key, wording(key, message)])
  return new Map(texts.sort(([a], [b]) => (a < b ? -1 : 1)))
}
