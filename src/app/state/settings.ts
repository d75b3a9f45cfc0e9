import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Settings } from '#sync/services'
import { prepareLocale } from '../i18n/index.ts'
import { useFirstServices } from '../services.ts'
import { applyLook } from './appearance.ts'

/** The user's settings: read once at start, changed and applied at once, stored behind. */
export const useSettings = defineStore('settings', () => {
  const { settings: store } = useFirstServices()
  const current = shallowRef<Settings>({
    locale: 'zh',
    theme: 'system',
    textScale: 1,
    photosOnWifiOnly: false,
    plainTitle: false,
    installHintDismissed: false,
  })

  async function load(): Promise<void> {
    current.value = await store.load()
    // Without the texts of the chosen language the app still opens, in the one it carries.
    const { locale } = current.value
    const there = await prepareLocale(locale).then(
      () => locale,
      () => 'zh' as const,
    )
    applyLook({ ...current.value, locale: there })
  }

  /**
   * Takes effect at once; rejects with a `ServiceError` when it could not be stored, and changes nothing when the texts
   * of another language cannot be had.
   */
  async function change(part: Partial<Settings>): Promise<void> {
    if (part.locale) await prepareLocale(part.locale)
    current.value = { ...current.value, ...part }
    applyLook(current.value)
    await store.save(current.value)
  }

  return { current, load, change }
})
