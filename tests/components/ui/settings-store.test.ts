import { defineComponent } from 'vue'
import { describe, expect, it } from 'vitest'
import { applyLook } from '../../../src/app/state/appearance.ts'
import { useSettings } from '../../../src/app/state/settings.ts'
import { mountScreen } from '../../support/mount.ts'

const Nothing = defineComponent({
  setup: () => {
    const settings = useSettings()
    return { settings }
  },
  render: () => null,
})

describe('the look', () => {
  it('is applied to the document and kept for the first paint of the next start', () => {
    applyLook({ locale: 'en', theme: 'dark', textScale: 1.5 })
    const root = document.documentElement
    expect([root.lang, root.dataset.theme, root.dataset.scale]).toEqual(['en', 'dark', '1.5'])
    expect(JSON.parse(localStorage.getItem('mingcha.look') ?? '')).toEqual({
      locale: 'en',
      theme: 'dark',
      textScale: 1.5,
    })
    applyLook({ locale: 'zh', theme: 'system', textScale: 1 })
    expect([root.lang, root.dataset.theme, root.dataset.scale]).toEqual(['zh-CN', undefined, undefined])
  })

  it('changes at once and is stored', async () => {
    const { wrapper, control } = await mountScreen(Nothing)
    const { settings } = wrapper.vm as unknown as { settings: ReturnType<typeof useSettings> }
    await settings.change({ theme: 'light', textScale: 1.25 })
    expect(document.documentElement.dataset.theme).toBe('light')
    expect(control.settings()).toMatchObject({ theme: 'light', textScale: 1.25, locale: 'zh' })
    await settings.change({ theme: 'system', textScale: 1 })
  })
})
