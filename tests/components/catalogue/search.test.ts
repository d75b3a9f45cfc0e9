import { describe, expect, it } from 'vitest'
import { ServiceError } from '#sync/services'
import SearchView from '../../../src/app/features/catalogue/SearchView.vue'
import { setLocale } from '../../../src/app/i18n/index.ts'
import { expectAccessible } from '../../support/axe.ts'
import { testCatalogue } from '../../support/catalogue.ts'
import { mountScreen, settled, type MountScreenOptions } from '../../support/mount.ts'

async function open(options: MountScreenOptions = {}) {
  const screen = await mountScreen(SearchView, options)
  await settled()
  const names = () => screen.wrapper.findAll('.item-name').map((name) => name.text())
  const type = async (text: string) => {
    await screen.wrapper.get('input[type=search]').setValue(text)
    await settled()
  }
  const chip = async (label: string) => {
    const found = screen.wrapper.findAll('.chip').find((one) => one.text() === label)
    if (!found) throw new Error(`no chip ${label}`)
    await found.trigger('click')
    await settled()
  }
  return { ...screen, names, type, chip }
}

describe('searching', () => {
  it('lists every item at first, with its limits and its ring, and is accessible', async () => {
    const { wrapper, names } = await open()
    expect(names()).toHaveLength(5)
    expect(wrapper.get('.item-row').text()).toContain('承诺 8 个工作日')
    expect(wrapper.get('.item-row .ring').attributes('aria-label')).toBe('八项公开 8 项')
    await expectAccessible(document.body)
  })

  it('finds by what is typed, and marks it in the name', async () => {
    const { wrapper, names, type } = await open()
    await type('施工许可')
    expect(names()).toEqual(['建筑工程施工许可（新办）', '建筑工程施工许可（变更）'])
    expect(wrapper.findAll('.item-name mark').map((mark) => mark.text())).toEqual(['施工许可', '施工许可'])
  })

  it('finds by initials, and says that it did', async () => {
    const { wrapper, names, type } = await open()
    await type('sgxk')
    expect(names()[0]).toContain('施工许可')
    expect(wrapper.get('.search-found').text()).toContain('拼音首字母')
  })

  it('says what to do when nothing is found', async () => {
    const { wrapper, names, type } = await open()
    await type('zzzqqqxxx')
    expect(names()).toEqual([])
    expect(wrapper.get('.empty').text()).toContain('没有找到')
    expect(wrapper.get('.empty a').attributes('href')).toContain('kind=enquiry&text=zzzqqqxxx')
    await expectAccessible(document.body)
  })

  it('narrows by what is done on the spot, without a visit, or with gaps', async () => {
    const { names, chip } = await open()
    await chip('当场办结')
    expect(names()).toEqual(['社会保障卡补领'])
    await chip('当场办结')
    await chip('零跑动')
    expect(names()).toEqual(['建筑工程施工许可（新办）', '社会保障卡补领'])
    await chip('零跑动')
    await chip('公开不全')
    expect(names()).not.toContain('烟草专卖零售许可证新办')
    expect(names()).toHaveLength(4)
  })

  it('narrows by department when another screen leads here with one', async () => {
    const { names } = await open({ at: '/?department=renshe' })
    expect(names()).toEqual(['社会保障卡补领', '城镇职工基本养老保险关系转移接续申请'])
  })

  it('puts pinned and recent items first', async () => {
    const first = await mountScreen(SearchView)
    await first.services.catalogue.setPinned('990001', 'T-004', true)
    await first.services.catalogue.markRecent('990001', 'T-002')
    const { wrapper } = await open({ world: first })
    const sections = wrapper.findAll('section').map((section) => section.text())
    expect(sections[0]).toMatch(/^常用社会保障卡补领/)
    expect(sections[1]).toMatch(/^最近看过建筑工程施工许可（新办）/)
  })

  it('draws a long list piece by piece', async () => {
    const items = Array.from({ length: 300 }, (_, i) => ({
      code: `L-${i}`,
      name: `事项 ${i}`,
      department: 'renshe',
      pinyin: 'shi xiang',
      disclosures: {},
    }))
    const { wrapper, names } = await open({ catalogues: [testCatalogue({ items })] })
    expect(names()).toHaveLength(8)
    expect(wrapper.get('.search-found').text()).toContain('300 项')
    await wrapper.get('.end button').trigger('click')
    await settled()
    expect(names()).toHaveLength(32)
  })

  it('speaks English when asked to', async () => {
    const { wrapper } = await open()
    setLocale('en')
    await settled()
    expect(wrapper.text()).toContain('promised 8 workdays')
    expect(wrapper.get('input').attributes('placeholder')).toBe('Name, pinyin or initials')
  })
})

describe('a phone without a catalogue', () => {
  it('offers the regions at once, brings one down, and then lists its items', async () => {
    const { wrapper, names } = await open({ stored: [] })
    await settled()
    expect(wrapper.text()).toContain('办事之前，先看清楚')
    await expectAccessible(document.body)
    const download = wrapper.findAll('button').find((button) => button.text() === '下载')
    await download?.trigger('click')
    await settled()
    expect(names()).toHaveLength(5)
  })

  it('lists and searches before the details are there, and says how far they are', async () => {
    const { wrapper, names, type, control } = await open({ missing: ['T-001', 'T-004'], online: false })
    expect(names()).toHaveLength(5)
    expect(wrapper.get('.net').text()).toContain('详情 3/5')
    expect(wrapper.get('.net').text()).not.toContain('离线可用')
    await type('sgxk')
    expect(names()).toHaveLength(2)
    control.setOnline(true)
    await settled()
    expect(wrapper.get('.net').text()).toContain('离线可用')
  })

  it('says why when the regions cannot be asked for, and lets one try again', async () => {
    const { wrapper, control } = await open({ stored: [], online: false })
    await settled()
    expect(wrapper.get('[role=alert]').text()).toContain('连不上服务器')
    control.setOnline(true)
    await wrapper.get('[role=alert] button').trigger('click')
    await settled()
    expect(wrapper.text()).toContain('测试县')
  })
})

it('says in words when the phone cannot read its store', async () => {
  const world = (await import('../../support/services.ts')).testWorld()
  world.control.failNext('catalogue.stored', new ServiceError('storage', 'broken'))
  const { wrapper } = await open({ world })
  await settled()
  expect(wrapper.get('[role=alert]').text()).toContain('本机存储读写失败')
})
