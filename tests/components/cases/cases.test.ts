import { beforeAll, describe, expect, it } from 'vitest'
import { RouterView } from 'vue-router'
import { ServiceError } from '#sync/services'
import { routes } from '../../../src/app/features/cases/routes.ts'
import { expectAccessible } from '../../support/axe.ts'
import { caseSubmission, caseView, CODE, deliveredCase, loadScreens, settle } from '../../support/filed.ts'
import { mountScreen } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

beforeAll(() => loadScreens(routes), 60_000)

describe('the tab 诉求', () => {
  it('offers four kinds, drafts and what was filed last', async () => {
    const world = testWorld()
    await world.services.drafts.put({
      id: world.services.newId(),
      kind: 'case',
      createdAt: '2026-11-22T10:20:00.000Z',
      updatedAt: '2026-11-22T10:20:00.000Z',
      data: { kind: 'enquiry', text: '社保转移怎么办', title: '社会保障卡补领' },
      photos: [],
    })
    world.control.putFiled(deliveredCase({ due: '2026-11-19', overdueWorkdays: 2, transfers: 1 }))
    const { wrapper } = await mountScreen(RouterView, { world, at: '/cases', routes })
    await settle()
    expect(wrapper.findAll('.kinds li')).toHaveLength(4)
    expect(wrapper.text()).toContain('社保转移怎么办')
    expect(wrapper.text()).toContain('超期 2 工作日')
    expect(wrapper.text()).toContain('转办 1 次')
    await expectAccessible(document.body)
  })

  it('marks what has moved since it was looked at, and puts it first until it is', async () => {
    const world = testWorld()
    const at = (n: number) => `2026-11-23T06:0${n}:00.000Z`
    for (const n of [1, 2, 3, 4, 5, 6]) {
      const id = `019ab000-0000-7000-8000-0000000000f${n}`
      const payload = caseSubmission({ id, text: `第${n}件` })
      const view = caseView({ id })
      world.control.views.set(id, view)
      world.control.putFiled(deliveredCase({ id }, { id, payload, savedAt: at(n), seen: n === 1 ? 2 : 3 }))
    }
    const { wrapper, router } = await mountScreen(RouterView, { world, at: '/cases', routes })
    await settle()
    const cards = () => wrapper.findAll('.state-card').map((card) => card.text())
    expect(cards()).toHaveLength(5)
    expect(cards().filter((text) => text.includes('有新进展'))).toEqual([cards()[0]])
    expect(cards()[0]).toContain('第1件')
    await expectAccessible(document.body)
    await router.push('/cases/019ab000-0000-7000-8000-0000000000f1')
    await settle()
    await router.push('/cases')
    await settle()
    expect(wrapper.text()).not.toContain('有新进展')
    expect(cards()[0]).toContain('第6件')
  })

  it('discards a draft only after a question', async () => {
    const world = testWorld()
    const id = world.services.newId()
    const at = '2026-11-22T10:20:00.000Z'
    await world.services.drafts.put({
      id,
      kind: 'case',
      createdAt: at,
      updatedAt: at,
      data: { kind: 'enquiry', text: '问' },
      photos: [],
    })
    const { wrapper, control } = await mountScreen(RouterView, { world, at: '/cases', routes })
    await settle()
    await wrapper.find('.draft button').trigger('click')
    await settle()
    expect(control.drafts.size).toBe(1)
    await wrapper.findAll('dialog button').at(-1)!.trigger('click')
    await settle()
    expect(control.drafts.size).toBe(0)
    expect(wrapper.find('.draft').exists()).toBe(false)
  })
})

describe('look-up by code', () => {
  const type = async (text: string, world = testWorld()) => {
    world.control.views.set(CODE, caseView({ status: 'answered', canReopen: true }))
    const mounted = await mountScreen(RouterView, { world, at: '/lookup', routes })
    await mounted.wrapper.find('input').setValue(text)
    await mounted.wrapper.find('form').trigger('submit')
    await settle()
    return mounted
  }

  it.each([CODE, CODE.toLowerCase(), CODE.replaceAll('-', ''), ` ${CODE.replaceAll('-', '  ')} `])(
    'forgives “%s”',
    async (text) => {
      const { wrapper } = await type(text)
      expect(wrapper.find('[role="alert"]').exists()).toBe(false)
      expect(wrapper.text()).toContain('已答复')
      expect(wrapper.text()).toContain('问题解决了吗')
      await expectAccessible(document.body)
    },
  )

  it('says what is wrong with a code that cannot be one', async () => {
    expect((await type('')).wrapper.find('[role="alert"]').text()).toContain('请输入')
    expect((await type('9QXR-4T7H')).wrapper.find('[role="alert"]').text()).toContain('现在是 8 位')
    const swapped = `4${CODE.slice(1)}`
    expect((await type(swapped)).wrapper.find('[role="alert"]').text()).toContain('有一位抄错了')
  })

  it('words a limit, an unknown code and a missing network', async () => {
    const limited = testWorld()
    limited.control.failNext('filing.lookup', new ServiceError('tooManyRequests', ''))
    expect((await type(CODE, limited)).wrapper.find('[role="alert"]').text()).toContain('太频繁')
    const unknown = testWorld()
    unknown.control.failNext('filing.lookup', new ServiceError('unknownReceipt', ''))
    expect((await type(CODE, unknown)).wrapper.find('[role="alert"]').text()).toContain('没有这个查询码')
    const away = testWorld({ online: false })
    expect((await type(CODE, away)).wrapper.find('[role="alert"]').text()).toContain('没有网络')
  })

  it('acts on the case from another phone, proven by the code', async () => {
    const { wrapper, services } = await type(CODE)
    const yes = wrapper.findAll('button').find((one) => one.text() === '解决了')
    await yes!.trigger('click')
    await settle()
    const [step] = await services.filing.list()
    expect(step?.payload).toMatchObject({ action: { type: 'confirm' } })
    expect((step?.payload as { receiptDigest: string }).receiptDigest).toMatch(/^[0-9a-f]{64}$/)
  })
})
