/** Looks for words in every file of a browser's profile, as whoever copies a phone's storage could. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A word as a file may hold it: UTF-8, UTF-16, and base64 at each of the three places it can begin. */
function forms(word: string): Buffer[] {
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(`${' '.repeat(shift)}${word}`)
      .toString('base64')
      .slice(4, -4),
  )
  return [Buffer.from(word), Buffer.from(word, 'utf16le'), ...base64.map((text) => Buffer.from(text))]
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}

/** Which of the words stand in which files. */
export function found(profile: string, words: string[]): string[] {
  return files(profile).flatMap((path) => {
    const bytes = readFileSync(path)
    return words
      .filter((word) => forms(word).some((form) => bytes.includes(form)))
      .map((word) => `${word} in ${path.slice(profile.length + 1)}`)
  })
}
