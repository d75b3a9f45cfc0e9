import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Settings } from '#sync/services'
import { useServices } from '../services.ts'
import { applyLook } from './appearance.ts'

/** The user's settings: read once at start, changed and applied at once, stored behind. */
export const useSettings = defineStore('settings', () => {
  const { settings: store } = useServices()
  const current = shallowRef<Settings>({
    locale: 'zh',
    theme: 'system',
    textScale: 1,
    plainTitle: false,
    installHintDismissed: false,
  })

  async function load(): Promise<void> {
    current.value = await store.load()
    applyLook(current.value)
  }

  /** Takes effect at once; rejects with a `ServiceError` when it could not be stored. */
  async function change(part: Partial<Settings>): Promise<void> {
    current.value = { ...current.value, ...part }
    applyLook(current.value)
    await store.save(current.value)
  }

  return { current, load, change }
})
