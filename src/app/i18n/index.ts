/**
 * The user's language. Messages are compiled to functions that read `locale`, so a template that calls one is drawn
 * again when the language changes, without a reload. No sentence that a user reads stands outside the message files.
 */
import { ref } from 'vue'
import { overwriteGetLocale } from './paraglide/runtime.js'

export { m } from './paraglide/messages.js'

export type Locale = 'zh' | 'en'
export const locale = ref<Locale>('zh')
// A build gives `inLocale` to every message; only where they stand as compiled do they ask the runtime.
if (!import.meta.env.PROD) overwriteGetLocale(() => locale.value)

/** One message of its wordings; the build gives it to every compiled message (`.ci/direct-messages.mjs`). */
export const inLocale =
  <Inputs>(zh: (inputs: Inputs) => string, en: (inputs: Inputs) => string) =>
  (inputs: Inputs): string =>
    locale.value === 'zh' ? zh(inputs) : en(inputs)

/** Sets the language of the app and of the document, for screen readers, hyphenation and fonts. */
export function setLocale(next: Locale): void {
  locale.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
}
