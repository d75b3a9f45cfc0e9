/** What becomes of a poor rating, on the telephone of whoever filed it; and being told of a case. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RatingSubmission } from '#domain/ratings/types'
import { ServiceError } from '#sync/services'
import CasePush from '../../../src/app/features/cases/CasePush.vue'
import Rating from '../../../src/app/features/ratings/Rating.vue'
import { expectAccessible } from '../../support/axe.ts'
import { caseView, CODE, filedRating, RATING_ID } from '../../support/filed.ts'
import { mountScreen, settled } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

afterEach(() => void (document.body.innerHTML = ''))

const DIGEST = 'b'.repeat(64)
function poorRating() {
  const record = filedRating({ receiptCode: CODE })
  const payload = { ...(record.payload as RatingSubmission), receiptDigest: DIGEST }
  payload.contact = { phone: '13800000000', shareWithUnit: false }
  return { ...record, payload }
}
const followUp = (more: object) =>
  caseView({
    id: RATING_ID,
    status: 'answered',
    timeline: [
      { at: '2026-11-23T06:01:00.000Z', type: 'submit' },
      { at: '2026-11-24T06:01:00.000Z', type: 'answer', text: '已退还五元。' },
    ],
    followUp: { status: 'remedied', appeal: 'none', canRate: true, ...more },
  })

describe('the follow-up of a poor rating', () => {
  it('is shown with its answer, and what one thinks of it is filed like everything else', async () => {
    const world = testWorld()
    world.control.putFiled(poorRating())
    world.control.views.set(RATING_ID, followUp({}))
    const { wrapper } = await mountScreen(Rating, { world, props: { id: RATING_ID } })
    await settled()
    expect(wrapper.text()).toContain('已退还五元。')
    await expectAccessible(document.body)
    await wrapper.find('textarea').setValue('谢谢')
    await wrapper
      .findAll('.levels button')
      .find((button) => button.text() === '满意')
      ?.trigger('click')
    await settled()
    const filed = (await world.services.filing.list()).find(({ type }) => type === 'rating.remedy')
    expect(filed?.payload).toMatchObject({ rating: RATING_ID, receiptDigest: DIGEST, level: 4, text: '谢谢' })
    expect(filed?.entry?.entity).toBe(RATING_ID)
    expect(wrapper.find('.levels').exists()).toBe(false)
  })

  it('says so when the auditor has put the rating aside', async () => {
    const world = testWorld()
    world.control.putFiled(poorRating())
    world.control.views.set(RATING_ID, followUp({ status: 'settled', appeal: 'upheld', canRate: false }))
    const { wrapper } = await mountScreen(Rating, { world, props: { id: RATING_ID } })
    await settled()
    expect(wrapper.text()).toContain('不计入监督台')
  })
})

describe('being told of a case', () => {
  it('is asked for by the receipt, and stays off where the browser does not allow it', async () => {
    const world = testWorld()
    const tell = vi
      .fn()
      .mockRejectedValueOnce(new ServiceError('forbidden', 'no'))
      .mockResolvedValue(undefined)
    world.services.push = {
      wanted: () => Promise.resolve({ cases: [], quiet: { from: '22:00', until: '07:00' } }),
      target: () => Promise.reject(new Error('not asked here')),
      fingerprint: () => Promise.resolve(undefined),
      tell,
    }
    const { wrapper } = await mountScreen(CasePush, { world, props: { id: RATING_ID, code: CODE } })
    await settled()
    await expectAccessible(wrapper.element as Element)
    const box = wrapper.find('input[role=switch]')
    await box.setValue(true)
    await settled()
    expect(wrapper.find('[role=alert]').text()).toContain('没有允许通知')
    expect(wrapper.find('input[type=time]').exists()).toBe(false)
    expect((box.element as HTMLInputElement).checked).toBe(false)
    await box.setValue(true)
    await settled()
    expect(tell).toHaveBeenLastCalledWith({
      id: RATING_ID,
      code: CODE,
      on: true,
      quiet: { from: '22:00', until: '07:00' },
      locale: 'zh',
    })
    expect(wrapper.findAll('input[type=time]')).toHaveLength(2)
  })
})
