/** The frame around every screen: banners, tabs, announcements. */
import { defineComponent, h } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import App from '../../../src/app/App.vue'
import { useToast } from '../../../src/app/ui/toast.ts'
import { expectAccessible } from '../../support/axe.ts'
import { testCatalogue } from '../../support/catalogue.ts'
import { caseView, deliveredCase } from '../../support/filed.ts'
import { mountScreen, settled, type MountScreenOptions } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

const screen = (title: string) => defineComponent(() => () => h('h1', { tabindex: -1 }, title))

async function open(options: MountScreenOptions = {}) {
  const mounted = await mountScreen(App, {
    routes: [
      {
        name: 'search',
        path: '/',
        component: screen('查事项'),
        meta: { title: () => '查事项', tab: 'search' },
      },
      { name: 'me', path: '/me', component: screen('我的'), meta: { title: () => '我的', tab: 'me' } },
      { name: 'desk', path: '/desk', component: screen('工作台') },
      { name: 'caseNew', path: '/cases/new', component: screen('写诉求'), meta: { form: true } },
    ],
    wholePage: true,
    ...options,
  })
  await settled()
  return mounted
}

describe('the shell', () => {
  it('has four tabs, marks the current one, and is accessible', async () => {
    const { wrapper } = await open()
    expect(wrapper.findAll('.tab').map((tab) => tab.text())).toEqual(['查事项', '诉求', '监督台', '我的'])
    expect(wrapper.get('[aria-current=page]').text()).toBe('查事项')
    await expectAccessible(document.body)
  })

  it('says how much is not delivered yet, on the tab and on the icon', async () => {
    const { wrapper, control } = await open()
    control.setProgress({ waiting: 2, needsAttention: 1 })
    await settled()
    expect(wrapper.findAll('.tab').at(-1)?.attributes('aria-label')).toBe('我的，3 条未送达')
    expect(control.badge()).toBe(3)
    control.setProgress({ waiting: 0, needsAttention: 0 })
    await settled()
    expect(wrapper.find('.tab-count').exists()).toBe(false)
    expect(control.badge()).toBe(0)
  })

  it('says how much of what was filed has moved since it was looked at, and asks for that by itself', async () => {
    const world = testWorld()
    const other = '019ab000-0000-7000-8000-0000000000e1'
    world.control.putFiled(deliveredCase({}, { seen: 3 }))
    world.control.putFiled(
      deliveredCase({ timeline: [{ at: '2026-11-23T06:01:00.000Z', type: 'submit' }] }, { id: other }),
    )
    world.control.views.set(other, caseView({ id: other }))
    const { wrapper } = await open({ world })
    const tab = () => wrapper.findAll('.tab')[1]?.attributes('aria-label')
    expect(tab()).toBeUndefined()
    await vi.waitFor(() => expect(tab()).toBe('诉求，1 条有新进展'), 10_000)
    await expectAccessible(document.body)
    await world.services.filing.see(other)
    await vi.waitFor(() => expect(tab()).toBeUndefined())
  })

  it('names each screen to the window and to a screen reader, and moves to its heading', async () => {
    const { router } = await open()
    await router.push('/me')
    await settled()
    expect(document.title).toBe('我的 · 明察')
    expect(document.activeElement?.textContent).toBe('我的')
    expect(document.querySelector('[aria-live=polite]')?.textContent).toBe('我的 · 明察')
  })

  it('hides its name when asked to', async () => {
    await open({ settings: { plainTitle: true } })
    expect(document.title).toBe('查事项 · 备忘')
  })

  it('says when there is no network, and stops when there is', async () => {
    const { wrapper, control } = await open({ online: false })
    expect(wrapper.get('.away').text()).toContain('没有网络')
    control.setOnline(true)
    await settled()
    expect(wrapper.find('.away').exists()).toBe(false)
  })

  it('promises at a desk only what happens there: nothing is sent by itself', async () => {
    const { wrapper } = await open({ online: false, at: '/desk' })
    expect(wrapper.get('.away').text()).toContain('没有送出')
    expect(wrapper.get('.away').text()).not.toContain('自动送达')
  })

  it('marks a sample district on every screen', async () => {
    const catalogue = testCatalogue()
    const { wrapper, router } = await open({
      catalogues: [{ ...catalogue, region: { ...catalogue.region, sample: true } }],
    })
    expect(wrapper.get('.sample').text()).toContain('示例')
    await router.push('/cases/new')
    await settled()
    expect(wrapper.find('.sample').exists()).toBe(true)
    const { wrapper: real } = await open()
    expect(real.find('.sample').exists()).toBe(false)
  })

  it('offers a new version, never over a form, and takes it only on a tap', async () => {
    const { wrapper, control, router } = await open({ at: '/cases/new' })
    control.updateReady()
    await settled()
    expect(wrapper.find('.fresh').exists()).toBe(false)
    await router.push('/')
    await settled()
    expect(wrapper.get('.fresh').text()).toContain('新版本已就绪')
    expect(control.applied()).toBe(0)
    await wrapper.get('.fresh button').trigger('click')
    await settled()
    expect(control.applied()).toBe(1)
  })

  it('can put a new version off', async () => {
    const { wrapper, control } = await open()
    control.updateReady()
    await settled()
    await wrapper.findAll('.fresh button')[1]?.trigger('click')
    expect(wrapper.find('.fresh').exists()).toBe(false)
  })

  it('says that records are gone, how many, and what to do, until that was read', async () => {
    const lost = { records: 3, unsent: 1, drafts: 2, at: '2026-11-22T06:30:00.000Z' }
    const { wrapper } = await open({ lost })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await settled()
    const strip = wrapper.get('.lost')
    expect(strip.attributes('role')).toBe('alert')
    expect(strip.text()).toContain('原有 3 条记录（1 条当时还没送达）、2 份草稿')
    expect(strip.text()).toContain('用查询码')
    await expectAccessible(strip.element)
    await strip.get('button').trigger('click')
    expect(wrapper.find('.lost').exists()).toBe(false)
  })

  it('shows a short word, and takes it away on a tap', async () => {
    const { wrapper } = await open()
    useToast().show('已复制')
    await settled()
    expect(wrapper.get('.toast').text()).toBe('已复制')
    await wrapper.get('.toast').trigger('click')
    expect(wrapper.find('.toast').exists()).toBe(false)
  })
})
