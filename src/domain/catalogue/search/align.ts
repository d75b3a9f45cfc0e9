/**
 * How the syllables of `pinyin` stand to the characters of a name. Publishing writes one token per hanzi, one space
 * apart; a run of anything else is one token as it stands, or several, or left out. So: every hanzi takes the next
 * token; a run of letters and digits takes tokens only while they spell it and enough remain for the hanzi.
 * A hanzi whose reading is unknown, or past the last token, reads as itself: it is then found by its character only.
 */
import { isTyped, normalise } from './normalise.ts'

const readings = new Map<string, string>()

/** `lǜ`, `lü` and `lv` are one reading. */
function reading(token: string): string {
  let plain = readings.get(token)
  if (plain === undefined) {
    plain = normalise(
      token
        .normalize('NFC')
        .replace(/[üǖǘǚǜ]/gu, 'v')
        .normalize('NFD')
        .replace(/\p{M}/gu, ''),
    )
    readings.set(token, plain)
  }
  return plain
}

/** For each unit of the normalised name its reading: a syllable, or the unit itself where it is not a hanzi. */
export function alignReadings(plainName: string, pinyin: string): string[] {
  const tokens: string[] = []
  for (const token of pinyin.split(' ')) {
    const plain = reading(token)
    if (plain !== '') tokens.push(plain)
  }
  let spare = tokens.length
  for (let i = 0; i < plainName.length; i++) if (!isTyped(plainName.charCodeAt(i))) spare--

  const aligned: string[] = []
  let next = 0
  for (let i = 0; i < plainName.length;) {
    if (!isTyped(plainName.charCodeAt(i))) {
      aligned.push(tokens[next++] ?? plainName.charAt(i))
      i++
      continue
    }
    let end = i
    while (end < plainName.length && isTyped(plainName.charCodeAt(end))) aligned.push(plainName.charAt(end++))
    while (spare > 0 && i < end) {
      const token = tokens[next] ?? ''
      if (token === '' || token.length > end - i || !plainName.startsWith(token, i)) break
      i += token.length
      next++
      spare--
    }
    i = end
  }
  return aligned
}
