import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import BoardView from '../../../src/app/features/board/BoardView.vue'
import DepartmentView from '../../../src/app/features/board/DepartmentView.vue'
import { setLocale } from '../../../src/app/i18n/index.ts'
import { expectAccessible } from '../../support/axe.ts'
import { testCatalogue } from '../../support/catalogue.ts'
import { mountScreen, type MountScreenOptions } from '../../support/mount.ts'
import { boardOf } from './board-data.ts'

const catalogue = testCatalogue()
const board = boardOf(catalogue, {
  yancao: { cases: 40, judged: 35, onTime: 35, ratings: 60, satisfied: 54, transfers: 4, inspections: 3 },
  zhujian: { cases: 1200, judged: 1000, onTime: 960, overdue: 7, ratings: 3, satisfied: 0 },
  renshe: { cases: 4, judged: 3, onTime: 3 },
})

/** With the board there unless the options are all that is there. */
async function open(options: MountScreenOptions = { board }) {
  const mounted = await mountScreen(BoardView, { at: '/board', ...options })
  await flushPromises()
  return mounted
}
async function openDepartment(department: string, options: MountScreenOptions = { board }) {
  const mounted = await mountScreen(DepartmentView, {
    at: `/board/${department}`,
    props: { department },
    ...options,
  })
  await flushPromises()
  return mounted
}
type Opened = Awaited<ReturnType<typeof open>>
const names = ({ wrapper }: Opened) => wrapper.findAll('.departments tbody th').map((cell) => cell.text())
const sortBy = async ({ wrapper }: Opened, label: string) => {
  const button = wrapper.findAll('.departments thead button').find((one) => one.text() === label)
  await button!.trigger('click')
}

describe('监督台', () => {
  it('shows the two large figures with what stands behind them', async () => {
    const { wrapper } = await open()
    const text = wrapper.text()
    // 20→8, 7→1 and two on the spot: 1 − 9/27
    expect(text).toContain('66.7%')
    expect(text).toContain('同时公布了法定和承诺时限')
    // 998 of 1,038
    expect(text).toContain('96.1%')
    expect(text).toContain('n = 1,038')
    expect(text).toMatch(/95% 区间 94\.8%–97\.2%/)
    await expectAccessible(wrapper.element as Element)
  })

  it('shows months and halls as tables with bars, and withholds what is too small', async () => {
    const [venue] = catalogue.venues
    const counts = {
      cases: 30,
      judged: 20,
      onTime: 15,
      ratings: 3,
      satisfied: 3,
      inspections: 2,
      substantiated: 1,
    }
    const { wrapper } = await open({ board: boardOf(catalogue, { '2026-10': counts, [venue!.id]: counts }) })
    const [october] = wrapper.findAll('.bar-table tbody tr').filter((row) => row.text().startsWith('2026-10'))
    expect(october!.findAll('td').map((cell) => cell.text().replace(/\s+/g, ''))).toEqual([
      '30',
      '75%n=20',
      'n<5',
    ])
    expect(october!.find('i').attributes('style')).toContain('100')
    const hall = wrapper.findAll('.bar-table tbody tr').find((row) => row.text().startsWith(venue!.name))
    expect(hall!.text()).toContain('n<5')
    expect(hall!.text()).toContain('查实 1 件')
    await expectAccessible(wrapper.element as Element)
  })

  it('says how often promises were kept and poor ratings followed up', async () => {
    const { wrapper } = await open({
      board: boardOf(catalogue, {
        renshe: {
          timed: 20,
          kept: 15,
          actualDays: 90,
          promisedDays: 100,
          followUps: 8,
          followedUp: 6,
          rectifications: 3,
          rectified: 2,
        },
      }),
    })
    const text = wrapper.find('.counts').text().replace(/\s+/g, '')
    expect(text).toContain('承诺兑现75%实际用时是承诺的90%（n=20）')
    expect(text).toContain('差评回访75%应回访8件')
    expect(text).toContain('整改完成2/3件')
  })

  it('says which of the eight is missing most, and reads as a table', async () => {
    const { wrapper } = await open()
    const rows = wrapper.findAll('.bars tbody tr').map((row) => row.text().replace(/\s+/g, ' '))
    expect(rows).toHaveLength(8)
    expect(rows[0]).toContain('项目名称100%')
    expect(wrapper.find('.disclosed-worst').text()).toMatch(/缺得最多：.*4 项未公开/)
    expect(wrapper.findAll('.bars .worst').length).toBeGreaterThan(0)
  })

  it('withholds what few people stand behind, and still counts them', async () => {
    const { wrapper } = await open()
    const renshe = wrapper.findAll('.departments tbody tr').find((row) => row.text().includes('人力资源'))!
    expect(renshe.findAll('td')[1]!.text()).toBe('n<5')
    expect(renshe.findAll('td')[4]!.text()).toBe('—')
  })

  it('sorts by every column, rates by the lower end of their interval, unknown last', async () => {
    const mounted = await open()
    expect(names(mounted)[2]).toBe('烟草专卖局')
    await sortBy(mounted, '按期')
    // 35 of 35 is less certain than 960 of 1,000; three of three is not ranked at all
    expect(names(mounted)).toEqual(['烟草专卖局', '住房和城乡建设局', '人力资源和社会保障局'])
    await sortBy(mounted, '按期')
    expect(names(mounted)).toEqual(['住房和城乡建设局', '烟草专卖局', '人力资源和社会保障局'])
    await sortBy(mounted, '超期')
    expect(names(mounted)[0]).toBe('住房和城乡建设局')
    expect(mounted.wrapper.find('[aria-sort="descending"]').text()).toBe('超期')
  })

  it('leads to each department', async () => {
    const { wrapper } = await open()
    expect(wrapper.findAll('.departments tbody a').map((link) => link.attributes('href'))).toContain(
      '/board/zhujian',
    )
  })

  it('tells how each figure is computed, with the data to do it again', async () => {
    const { wrapper } = await open()
    await wrapper
      .findAll('button')
      .find((button) => button.text() === '怎么算的')!
      .trigger('click')
    const sheet = wrapper.find('dialog')
    expect(sheet.text()).toContain('1 − Σ 承诺时限 ÷ Σ 法定时限')
    expect(sheet.find('a[href="/api/v1/regions/990001/open-data/items.csv"]').exists()).toBe(true)
    await expectAccessible(sheet.element)
  })

  it('keeps the last figures without a network and says of when they are', async () => {
    const { wrapper } = await open({ board, online: false })
    expect(wrapper.find('.offline-note.stale').text()).toContain('没有网络')
    expect(wrapper.text()).toContain('66.7%')
  })

  it('says what to do when there are no figures at all, and tries again', async () => {
    const { wrapper, services } = await open({ online: false })
    expect(wrapper.find('[role="alert"]').text()).toContain('连不上服务器')
    services.board = () => Promise.resolve({ board, stale: false })
    await wrapper.find('[role="alert"] button').trigger('click')
    await flushPromises()
    expect(wrapper.text()).toContain('66.7%')
  })

  it('shows its shape while it waits, and asks for a region where there is none', async () => {
    const waiting = await mountScreen(BoardView, { board, at: '/board' })
    expect(waiting.wrapper.find('.skeleton').exists()).toBe(true)
    const none = await open({ board, stored: [] })
    expect(none.wrapper.text()).toContain('先选一个地区')
    expect(none.wrapper.find('a[href="/regions"]').exists()).toBe(true)
  })

  it('has every word in English too', async () => {
    const { wrapper } = await open()
    setLocale('en')
    await flushPromises()
    expect(wrapper.text()).toContain('Answered on time')
    expect(wrapper.find('.key-figures').text()).not.toMatch(/\p{Script=Han}/u)
  })
})

describe('a department on the board', () => {
  it('shows its satisfaction with its interval and its items with gaps, the emptiest first', async () => {
    const { wrapper } = await openDepartment('yancao')
    expect(wrapper.text()).toContain('90.0%')
    expect(wrapper.find('.interval[aria-label^="满意率 90.0%"]').exists()).toBe(true)

    const zhujian = await openDepartment('zhujian')
    const gaps = zhujian.wrapper.findAll('.gaps li')
    expect(gaps.map((gap) => gap.find('a').attributes('href'))).toEqual([
      '/r/990001/i/T-003',
      '/r/990001/i/T-002',
    ])
    expect(gaps[1]!.text()).toContain('未公开：审批条件、审批程序、收费依据、收费标准')
    expect(zhujian.wrapper.text()).toContain('不足 5 件，暂不公布比例')
    await expectAccessible(zhujian.wrapper.element as Element)
  })

  it('leads on: its items, and a case about it', async () => {
    const { wrapper } = await openDepartment('zhujian')
    const links = wrapper.findAll('a').map((link) => link.attributes('href'))
    expect(links).toContain('/?department=zhujian')
    expect(links).toContain('/cases/new?kind=complaint&department=zhujian')
  })

  it('says so when there is no such department', async () => {
    const { wrapper } = await openDepartment('nobody')
    expect(wrapper.text()).toContain('监督台上没有这个部门')
  })

  it('still lists the gaps from the phone when the figures cannot be had', async () => {
    const world = await openDepartment('zhujian', { online: false })
    expect(world.wrapper.find('[role="alert"]').exists()).toBe(true)
    expect(world.wrapper.findAll('.gaps li')).toHaveLength(2)
  })
})
