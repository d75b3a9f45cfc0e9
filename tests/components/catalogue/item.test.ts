import { describe, expect, it } from 'vitest'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import ItemView from '../../../src/app/features/catalogue/ItemView.vue'
import { expectAccessible } from '../../support/axe.ts'
import { testWorld } from '../../support/services.ts'
import { mountScreen, settled, type MountScreenOptions } from '../../support/mount.ts'

async function open(code: string, options: MountScreenOptions = {}) {
  const screen = await mountScreen(ItemView, {
    at: `/r/990001/i/${code}`,
    props: { region: '990001', code },
    ...options,
  })
  await settled()
  return screen
}

describe('the notice on the wall', () => {
  it('shows the eight facts in their order, in one list', async () => {
    const { wrapper } = await open('T-001')
    expect(wrapper.findAll('.row dt').map((dt) => dt.text().replace(/\s/g, ''))).toEqual([
      '一项目名称',
      '二审批依据',
      '三审批条件',
      '四审批程序',
      '五法定时限',
      '六承诺时限',
      '七收费依据',
      '八收费标准',
    ])
    expect(wrapper.text()).toContain('快 60%')
    await expectAccessible(document.body)
  })

  it('hatches what is missing and leads to reporting just that', async () => {
    const { wrapper } = await open('T-005')
    const gaps = wrapper.findAll('.row.gap')
    expect(gaps).toHaveLength(7)
    expect(
      gaps.map((gap) =>
        new URL(gap.get('a').attributes('href') ?? '', 'http://x').searchParams.get('disclosure'),
      ),
    ).toEqual(DISCLOSURE_KEYS.slice(1))
    await expectAccessible(document.body)
  })

  it('counts a placeholder as missing and quotes it', async () => {
    const { wrapper } = await open('T-002')
    const fee = wrapper.findAll('.row').at(-1)
    expect(fee?.classes()).toContain('gap')
    expect(fee?.text()).toContain('原文只写“—”')
  })

  it('shows a limit that was not understood as written, and says so', async () => {
    const { wrapper } = await open('T-003')
    expect(wrapper.text()).toContain('视情况而定')
    expect(wrapper.get('.flags').text()).toContain('法定时限')
  })

  it('folds a long text and opens it on a tap', async () => {
    const { wrapper } = await open('T-004')
    const button = wrapper.get('.long-text button')
    expect(button.attributes('aria-expanded')).toBe('false')
    await button.trigger('click')
    expect(button.attributes('aria-expanded')).toBe('true')
    expect(wrapper.find('.long-text .folded').exists()).toBe(false)
  })

  it('makes every phone number callable', async () => {
    const { wrapper } = await open('T-001')
    expect(wrapper.findAll('a[href^="tel:"]').map((link) => link.attributes('href'))).toEqual([
      'tel:07701234567',
      'tel:07702069833',
      'tel:07702069826',
    ])
  })

  it('links a firm source, and only that', async () => {
    const { wrapper } = await open('T-001')
    expect(wrapper.get('.item-source a').attributes('href')).toBe('https://example.org/item/T-001')
    const { wrapper: without } = await open('T-002')
    expect(without.find('.item-source a').exists()).toBe(false)
  })
})

describe('what one can do with an item', () => {
  it('pins it and remembers that it was seen', async () => {
    const { wrapper, services } = await open('T-001')
    const pin = wrapper.get('button[aria-label="设为常用"]')
    await pin.trigger('click')
    await settled()
    expect(await services.catalogue.pinned('990001')).toEqual(['T-001'])
    expect(await services.catalogue.recent('990001')).toEqual(['T-001'])
    expect(wrapper.get('button[aria-label="取消常用"]').attributes('aria-pressed')).toBe('true')
  })

  it('makes one notice a day of it, however often it is asked for', async () => {
    const { wrapper, services, router } = await open('T-001')
    const make = wrapper.findAll('.actions button')[0]
    await make?.trigger('click')
    await settled()
    await make?.trigger('click')
    await settled()
    const kept = await services.notices.list()
    expect(kept).toHaveLength(1)
    expect(kept[0]?.materials.map((material) => material.name)).toEqual([
      '烟草专卖零售许可证申请表',
      '营业执照',
      '委托书',
    ])
    expect(router.currentRoute.value.path).toBe(`/notice/${kept[0]?.id ?? ''}`)
  })

  it('offers to complain, rate, ask, suggest and report, each about this item', async () => {
    const { wrapper } = await open('T-001')
    await wrapper.findAll('.actions button')[1]?.trigger('click')
    await settled()
    const links = wrapper.findAll('.choices a').map((link) => link.attributes('href') ?? '')
    expect(links).toHaveLength(5)
    expect(links.every((link) => link.includes('item=T-001'))).toBe(true)
    expect(links.filter((link) => link.startsWith('/rate'))).toHaveLength(1)
    await expectAccessible(document.body)
  })

  it('shows its own address as a QR code', async () => {
    const { wrapper } = await open('T-001')
    await wrapper.get('button[aria-label="分享"]').trigger('click')
    await settled()
    expect(wrapper.get('.qr').attributes('aria-label')).toContain('烟草专卖零售许可证新办')
    await expectAccessible(document.body)
  })
})

describe('an item that is not there', () => {
  it('says so, and where to look', async () => {
    const { wrapper } = await open('T-404')
    expect(wrapper.text()).toContain('目录里没有这一项了')
    await expectAccessible(document.body)
  })

  it('offers to bring down a region that is not on this phone, then opens', async () => {
    const { wrapper } = await open('T-001', { stored: [] })
    expect(wrapper.text()).toContain('这一页属于另一个地区')
    await wrapper.get('.empty button').trigger('click')
    await settled()
    expect(wrapper.get('h1').text()).toBe('烟草专卖零售许可证新办')
  })

  it('says when no such region exists', async () => {
    const { wrapper } = await open('T-001', {
      props: { region: '123456', code: 'T-001' },
    })
    expect(wrapper.text()).toContain('没有这个地区')
  })
})

describe('an item whose details have not come down yet', () => {
  it('shows what the list knows while they come, then the notice', async () => {
    const world = testWorld({ missing: ['T-001'] })
    let arrive: () => void = () => undefined
    const fetchItem = world.services.catalogue.fetchItem.bind(world.services.catalogue)
    const gate = new Promise<void>((resolve) => (arrive = resolve))
    world.services.catalogue.fetchItem = (...asked) => gate.then(() => fetchItem(...asked))
    world.services.catalogue.complete = () => gate
    const { wrapper } = await open('T-001', { world })
    expect(wrapper.get('h1').text()).toBe('烟草专卖零售许可证新办')
    expect(wrapper.get('[role=status]').text()).toContain('正在下载这一项的详情')
    expect(wrapper.get('.coming').text()).toContain('承诺 8 个工作日')
    expect(wrapper.get('.coming').text()).toContain('烟草专卖局')
    await expectAccessible(document.body)
    arrive()
    await settled()
    expect(wrapper.find('.coming').exists()).toBe(false)
    expect(wrapper.findAll('.row dt')).toHaveLength(8)
  })

  it('says offline what is here and what is not, and goes on by itself when the network is back', async () => {
    const { wrapper, control } = await open('T-002', { missing: ['T-002'], online: false })
    const page = wrapper.get('.coming')
    expect(page.get('[role=status]').text()).toContain('详情还没下载到这部手机')
    expect(page.text()).toContain('住房和城乡建设局')
    expect(page.get('.ring').attributes('aria-label')).toBe('八项公开 4 项')
    // What the office does not disclose is no less missing because the rest has not come down.
    expect(page.findAll('.undisclosed')).toHaveLength(4)
    expect(wrapper.find('.actions').exists()).toBe(false)
    await expectAccessible(document.body)
    await page.get('button').trigger('click')
    await settled()
    expect(wrapper.get('[role=status]').text()).toContain('详情还没下载到这部手机')
    control.setOnline(true)
    await settled()
    expect(wrapper.find('.coming').exists()).toBe(false)
    expect(wrapper.findAll('.row dt')).toHaveLength(8)
  })
})
