/**
 * One spelling for names and queries: each character by itself to compatibility form and lower case, and only letters
 * and digits kept. Full width, brackets, quotation marks and spaces therefore never stand between a query and a name.
 */
const known = new Map<string, string>()

/** What is left of one code point: usually itself, `''` for punctuation, more than one for signs like `㎡`. */
function plain(character: string): string {
  let form = known.get(character)
  if (form === undefined) {
    form = character
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('ü', 'v')
      .replace(/[^\p{L}\p{N}]/gu, '')
    known.set(character, form)
  }
  return form
}

export function normalise(text: string): string {
  let all = ''
  for (const character of text) all += plain(character)
  return all
}

/**
 * The normalised text with where each of its units came from: unit `i` stands for `text.slice(from[i], to[i])`.
 * A unit is an edge where something was dropped before it, or where the text starts.
 */
export function trace(text: string): { plain: string; from: number[]; to: number[]; edges: boolean[] } {
  const result = { plain: '', from: [] as number[], to: [] as number[], edges: [] as boolean[] }
  let at = 0
  let edge = true
  for (const character of text) {
    const form = plain(character)
    let units = form.length
    while (units-- > 0) {
      result.from.push(at)
      result.to.push(at + character.length)
      result.edges.push(edge)
      edge = false
    }
    if (form === '') edge = true
    result.plain += form
    at += character.length
  }
  return result
}

/** No name needs more, and it bounds what a pasted page can cost. */
const LONGEST_WORD = 64
const MOST_WORDS = 8

/** The words of a query, normalised; empty for a query of nothing but spaces and punctuation. */
export function queryWords(query: string): string[] {
  return query
    .slice(0, 400)
    .split(/\s+/u)
    .map((word) => normalise(word).slice(0, LONGEST_WORD))
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
}

/** Whether a normalised unit is typed as a letter or digit, not as a hanzi. */
export const isTyped = (code: number): boolean => code < 0x2e80
