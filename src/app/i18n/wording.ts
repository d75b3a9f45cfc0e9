/** A message as data: a text with `{names}` in it, or, where a number decides, the name and a text per plural category. */
export type Wording = string | readonly [name: string, byCategory: Readonly<Record<string, string>>]
export type Inputs = Readonly<Record<string, unknown>>

/** The text of a message in `locale` (a BCP 47 tag, for its plural rules) with its inputs put in. */
export function fill(wording: Wording, inputs: Inputs, locale: string): string {
  let text = wording
  if (typeof text !== 'string') {
    const [name, byCategory] = text
    text = byCategory[new Intl.PluralRules(locale).select(Number(inputs[name]))] ?? byCategory.other ?? ''
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(inputs[name]))
}
