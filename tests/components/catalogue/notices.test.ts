import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { OneTimeNotice as NoticeSchema } from '#contract/submissions'
import type { ServiceItem } from '#domain/catalogue/types'
import type { OneTimeNotice } from '#domain/cases/types'
import type { StoredCatalogue } from '#sync/services'
import CounterView from '../../../src/app/features/catalogue/CounterView.vue'
import NoticesView from '../../../src/app/features/catalogue/NoticesView.vue'
import NoticeView from '../../../src/app/features/catalogue/NoticeView.vue'
import { makeNotice } from '../../../src/app/features/catalogue/one-time-notice.ts'
import { noticeText } from '../../../src/app/features/catalogue/notice-text.ts'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

const NOTICE: OneTimeNotice = {
  id: '01936f00-0000-7000-8000-000000000001',
  region: '990001',
  item: 'T-001',
  itemName: '烟草专卖零售许可证新办',
  department: '烟草专卖局',
  catalogueVersion: 3,
  madeAt: '2026-11-18T02:00:00.000Z',
  materials: [
    { name: '申请表', required: true, note: '一式一份' },
    { name: '委托书', required: false, form: '纸质', originals: 3, copies: 1 },
  ],
}

async function openNotice(notice: OneTimeNotice = NOTICE) {
  const world = testWorld()
  await world.services.notices.save(notice, [])
  const screen = await mountScreen(NoticeView, { world, props: { id: notice.id } })
  await settled()
  return screen
}

describe('a one-time notice', () => {
  it('is dated, names its source, and is accessible', async () => {
    const { wrapper } = await openNotice()
    expect(wrapper.get('time').attributes('datetime')).toBe(NOTICE.madeAt)
    expect(wrapper.text()).toContain('依据 测试县目录第 3 版')
    await expectAccessible(document.body)
  })

  it('says how many of each to bring, on the slip and in a message', async () => {
    const { wrapper } = await openNotice()
    expect(wrapper.findAll('.ticks li')[1]?.text()).toContain('纸质 · 原件 3 · 复印件 1')
    expect(noticeText(NOTICE, [], '测试县')).toContain('委托书（按情况 · 纸质 · 原件 3 · 复印件 1）')
  })

  it('is made of an item as it is disclosed, and can be sent with a case', () => {
    const { materials } = NOTICE
    const item = {
      code: 'T-001',
      name: '许可证',
      department: 'd1',
      kind: '行政许可',
      materials,
    } as ServiceItem
    const catalogue = {
      region: { code: '990001' },
      version: 3,
      departments: [],
    } as unknown as StoredCatalogue
    const notice = makeNotice(NOTICE.id, item, catalogue, Date.parse(NOTICE.madeAt))
    expect(notice.materials).toEqual(materials)
    expect(v.parse(NoticeSchema, notice)).toEqual(notice)
  })

  it('remembers what is ticked off', async () => {
    const { wrapper, services } = await openNotice()
    await wrapper.findAll('input[type=checkbox]')[1]?.setValue(true)
    await settled()
    expect((await services.notices.get(NOTICE.id))?.ticked).toEqual([1])
    expect(wrapper.text()).toContain('已备 1 / 2')
    await wrapper.findAll('input[type=checkbox]')[1]?.setValue(false)
    await settled()
    expect((await services.notices.get(NOTICE.id))?.ticked).toEqual([])
  })

  it('leads to a complaint that carries it', async () => {
    const { wrapper } = await openNotice()
    const link = new URL(wrapper.get('.actions a').attributes('href') ?? '', 'http://x')
    expect(link.pathname).toBe('/cases/new')
    expect(Object.fromEntries(link.searchParams)).toEqual({
      kind: 'complaint',
      region: '990001',
      item: 'T-001',
      notice: NOTICE.id,
    })
  })

  it('is evidence too when nothing was disclosed', async () => {
    const { wrapper } = await openNotice({ ...NOTICE, materials: [] })
    expect(wrapper.text()).toContain('凭此单可证明当日未公开')
  })

  it('is deleted only when that is confirmed', async () => {
    const { wrapper, services } = await openNotice()
    await wrapper.get('button[aria-label="删除告知单"]').trigger('click')
    await settled()
    expect(await services.notices.get(NOTICE.id)).toBeDefined()
    await wrapper.get('.confirm-actions .danger').trigger('click')
    await settled()
    expect(await services.notices.get(NOTICE.id)).toBeUndefined()
  })

  it('says so when it is not on this phone', async () => {
    const { wrapper } = await mountScreen(NoticeView, { props: { id: NOTICE.id } })
    await settled()
    expect(wrapper.text()).toContain('这张告知单不在本机')
  })

  it('reads as a message', () => {
    expect(noticeText(NOTICE, [0], '测试县').split('\n')).toEqual([
      '一次性告知单 · 烟草专卖零售许可证新办',
      expect.stringMatching(/^烟草专卖局 · 制作于 2026年11月18日 \d\d:00$/),
      '',
      '☑ 1. 申请表',
      '☐ 2. 委托书（按情况 · 纸质 · 原件 3 · 复印件 1）',
      '',
      '依据 测试县目录第 3 版',
    ])
  })
})

describe('kept notices', () => {
  it('are listed with how far they are', async () => {
    const world = testWorld()
    await world.services.notices.save(NOTICE, [0, 1])
    const { wrapper } = await mountScreen(NoticesView, { world })
    await settled()
    expect(wrapper.text()).toContain('材料齐了')
    await expectAccessible(document.body)
  })

  it('say how to make one when there is none', async () => {
    const { wrapper } = await mountScreen(NoticesView)
    await settled()
    expect(wrapper.text()).toContain('还没有告知单')
    await expectAccessible(document.body)
  })
})

describe('a counter', () => {
  it('is rated or complained about in one tap', async () => {
    const { wrapper } = await mountScreen(CounterView, { props: { region: '990001', counter: 'c15' } })
    await settled()
    expect(wrapper.get('h1').text()).toBe('15 号窗口')
    const links = wrapper.findAll('.counter-actions a').map((link) => link.attributes('href'))
    expect(links[0]).toBe('/rate?region=990001&counter=c15&venue=hall&department=yancao')
    expect(links[1]).toContain('kind=complaint')
    await expectAccessible(document.body)
  })

  it('says so when the catalogue does not know it', async () => {
    const { wrapper } = await mountScreen(CounterView, { props: { region: '990001', counter: 'c99' } })
    await settled()
    expect(wrapper.text()).toContain('目录里没有这个窗口')
  })
})
