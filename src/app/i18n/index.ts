/**
 * The user's language. Messages are functions that read `locale`, so a template that calls one is drawn again when the
 * language changes, without a reload. No sentence that a user reads stands outside the message files.
 *
 * In development and in tests messages are as Paraglide compiled them. In a build (`.ci/direct-messages.mjs`) the code
 * carries the Chinese texts, and the English ones are a data file, stored on the phone with the rest of the app and
 * read by those who chose English.
 */
import { ref } from 'vue'
import { overwriteGetLocale } from './paraglide/runtime.js'
import { fill, type Inputs, type Wording } from './wording.ts'

export { m } from './paraglide/messages.js'

export type Locale = 'zh' | 'en'
export const locale = ref<Locale>('zh')
// A build gives `say` to every message; only where they stand as compiled do they ask the runtime.
if (!import.meta.env.PROD) overwriteGetLocale(() => locale.value)

/** Where the English texts are; a build puts the address here. */
const ENGLISH_URL = '' as string
let english: readonly Wording[] = []

/**
 * A message of a build.
 * @param there the English wording, or its place in the data file
 */
export const say =
  (there: Wording | number, chinese: Wording) =>
  (inputs: Inputs = {}): string => {
    const wanted = locale.value === 'en' ? (typeof there === 'number' ? english[there] : there) : undefined
    return wanted === undefined ? fill(chinese, inputs, 'zh') : fill(wanted, inputs, 'en')
  }

/**
 * Brings the texts of a language that is about to be set.
 * @throws when they are neither stored on the phone nor to be had now
 */
export async function prepareLocale(next: Locale): Promise<void> {
  if (next === 'zh' || ENGLISH_URL === '' || english.length > 0) return
  coming ??= readEnglish().finally(() => (coming = undefined))
  english = await coming
}

let coming: Promise<Wording[]> | undefined
async function readEnglish(): Promise<Wording[]> {
  const answer = await fetch(ENGLISH_URL)
  if (!answer.ok) throw new Error(`the English texts: ${answer.status}`)
  return (await answer.json()) as Wording[]
}

/** Sets the language of the app and of the document, for screen readers, hyphenation and fonts. */
export function setLocale(next: Locale): void {
  locale.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
}
