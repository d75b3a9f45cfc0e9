import { afterEach, describe, expect, it, vi } from 'vitest'
import InstallHint from '../../../src/app/features/catalogue/InstallHint.vue'
import { listenForInstall } from '../../../src/app/state/install-prompt.ts'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1'
const settings = { installHintDismissed: false }

afterEach(() => vi.restoreAllMocks())

describe('the hint to install', () => {
  it('says nothing where the browser offers no way', async () => {
    const { wrapper } = await mountScreen(InstallHint, { settings })
    expect(wrapper.find('.install').exists()).toBe(false)
  })

  it('tells on an iPhone how to do it by hand, and is gone for good when dismissed', async () => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(IPHONE)
    const { wrapper, control } = await mountScreen(InstallHint, { settings })
    expect(wrapper.text()).toContain('添加到主屏幕')
    await expectAccessible(document.body)
    await wrapper.get('button').trigger('click')
    await settled()
    expect(wrapper.find('.install').exists()).toBe(false)
    expect(control.settings().installHintDismissed).toBe(true)
  })

  it('asks the browser where it can be asked', async () => {
    listenForInstall()
    const prompt = vi.fn(() => Promise.resolve())
    const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt })
    window.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(true)
    const { wrapper } = await mountScreen(InstallHint, { settings })
    await wrapper.get('.install .button').trigger('click')
    await settled()
    expect(prompt).toHaveBeenCalledOnce()
    expect(wrapper.find('.install').exists()).toBe(false)
  })
})
