/** Settings, read by hand: they are on the path of the first screen, where no schema library is. */
import type { Settings, SettingsStore } from '#sync/services'
import type { Database } from './db.ts'

const oneOf = <const T extends readonly unknown[]>(
  value: unknown,
  allowed: T,
  otherwise: T[number],
): T[number] => (allowed.includes(value) ? value : otherwise)

/** Whatever was stored, made whole: what is missing or unknown becomes the default. */
function settingsFrom(stored: unknown): Settings {
  const raw = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<keyof Settings, unknown>
  return {
    ...(typeof raw.region === 'string' ? { region: raw.region } : {}),
    locale: oneOf(raw.locale, ['zh', 'en'], preferredLocale()),
    theme: oneOf(raw.theme, ['system', 'light', 'dark'], 'system'),
    textScale: oneOf(raw.textScale, [1, 1.25, 1.5], 1),
    photosOnWifiOnly: raw.photosOnWifiOnly === true,
    plainTitle: raw.plainTitle === true,
    installHintDismissed: raw.installHintDismissed === true,
  }
}

/** Chinese, unless the browser asks for another language. */
function preferredLocale(): 'zh' | 'en' {
  const language = typeof navigator === 'undefined' ? 'zh' : navigator.language
  return language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export function createSettings(database: Database): SettingsStore {
  return {
    async load() {
      return settingsFrom(await database.read((db) => db.get('settings', 'settings')))
    },
    async save(settings) {
      await database.write(['settings'], 'relaxed', (tx) =>
        tx.objectStore('settings').put(settings, 'settings'),
      )
    },
  }
}
