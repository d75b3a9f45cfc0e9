import { describe, expect, it } from 'vitest'
import { IDLE } from '#sync/idle'
import type { DrainProgress } from '#sync/types'
import SendingBanner from '../../../src/app/features/mine/SendingBanner.vue'
import { deliveryOf } from '../../../src/app/state/delivery.ts'
import { codeSentence } from '../../../src/app/ui/error-sentence.ts'
import { expectAccessible } from '../../support/axe.ts'
import { filedCase } from '../../support/filed.ts'
import { mountScreen } from '../../support/mount.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-23T08:00:00Z')

async function banner(progress: Partial<DrainProgress>) {
  let sent = 0
  const send = () => {
    sent++
    return Promise.resolve()
  }
  const props = { progress: { ...IDLE, ...progress }, online: true, now: NOW, send }
  const { wrapper } = await mountScreen(SendingBanner, { props })
  return { wrapper, sent: () => sent }
}

describe('what is said of sending', () => {
  it('says which records wait for Wi-Fi, and sends them over mobile data at a tap', async () => {
    const { wrapper, sent } = await banner({ waiting: 2, photosWait: 2 })
    expect(wrapper.text()).toContain('2 条带照片，等有 Wi-Fi 再发')
    await expectAccessible(wrapper.element as Element)
    const button = wrapper.find('button')
    expect(button.text()).toBe('现在就发，用流量')
    await button.trigger('click')
    expect(sent()).toBe(1)

    const record = filedCase()
    const attachments = [{ sha256: 'a'.repeat(64), bytes: 1, type: 'image/jpeg' }]
    const withPhoto = { ...record, entry: { ...record.entry!, attachments } }
    const progress = { ...IDLE, waiting: 2, photosWait: 1 }
    expect(deliveryOf(withPhoto, progress, true, NOW)).toMatchObject({ state: 'waiting', badge: '等 Wi-Fi' })
    expect(deliveryOf(record, progress, true, NOW)).toMatchObject({ badge: '等待送达' })
  })

  it.each([
    [-3 * 365 * DAY, '快了约 1,095天'],
    [400 * DAY, '慢了约 400天'],
    [3 * 3_600_000, '慢了约 3小时'],
  ])('says when the phone’s clock is wrong (%i ms), and that nothing is lost by it', async (skew, words) => {
    const { wrapper } = await banner({ clockSkewMs: skew })
    expect(wrapper.text()).toContain(words)
    expect(wrapper.text()).toContain('记录照常保存和送达')
  })

  it('says why nothing goes, on a clock that was put back since the last success too', async () => {
    const { wrapper } = await banner({
      waiting: 1,
      lastSuccess: '2031-01-01T00:00:00.000Z',
      lastFailure: { code: 'unavailable', at: '2026-11-23T07:59:00.000Z' },
    })
    expect(wrapper.text()).toContain('服务器正忙')
  })

  it('says nothing of what waits before anybody has looked', async () => {
    const { wrapper } = await banner({ unread: true })
    expect(wrapper.text().trim()).toBe('')
    expect(wrapper.find('.icon').exists()).toBe(false)
    const none = await banner({})
    expect(none.wrapper.text()).toContain('都已送达')
  })

  it('gives a record that was not tried the reason why nothing goes', () => {
    const failed = { ...IDLE, waiting: 1, lastFailure: { code: 'network', at: '2026-11-23T07:59:00.000Z' } }
    expect(deliveryOf(filedCase(), failed, true, NOW).sentence).toBe(codeSentence('network'))
  })

  it('says nothing of a clock that is a minute off', async () => {
    expect((await banner({ clockSkewMs: 60_000 })).wrapper.text()).not.toContain('时钟')
  })
})
