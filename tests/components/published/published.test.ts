import { describe, expect, it } from 'vitest'
import type { PublishedCases as Page } from '../../../src/contract/published-cases.ts'
import PublishedCases from '../../../src/app/features/published/PublishedCases.vue'
import { setLocale } from '../../../src/app/i18n/index.ts'
import { ServiceError } from '#sync/services'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled, type MountScreenOptions } from '../../support/mount.ts'

type Published = Page['cases'][number]
const one = (number: string, change: Partial<Published> = {}): Published => ({
  number,
  kind: 'complaint',
  title: '建筑工程施工许可证核发',
  text: '窗口多要一张表。',
  answer: '已改正。',
  unit: '住建局',
  status: 'confirmed',
  receivedAt: '2026-11-02T02:00:00.000Z',
  publishedAt: '2026-11-12T02:00:00.000Z',
  workdays: 6,
  onTime: true,
  steps: [
    { at: '2026-11-02T02:00:00.000Z', type: 'submit' },
    { at: '2026-11-02T03:00:00.000Z', type: 'assign', unit: '住建局' },
    { at: '2026-11-10T02:00:00.000Z', type: 'answer' },
    { at: '2026-11-11T02:00:00.000Z', type: 'confirm' },
    { at: '2026-11-11T02:00:00.000Z', type: 'something-newer' },
  ],
  ...change,
})
const page = (cases: Published[], next: string | null = null): Page => ({
  regionName: '示例区',
  departmentName: '住建局',
  cases,
  next,
})
async function open(options: MountScreenOptions = {}, props: object = {}) {
  const mounted = await mountScreen(PublishedCases, {
    at: '/r/000000/published-cases',
    props: { region: '000000', ...props },
    ...options,
  })
  await settled()
  return mounted
}
const button = ({ wrapper }: Awaited<ReturnType<typeof open>>, text: string) =>
  wrapper.findAll('button, a').find((found) => found.text() === text)

describe('published cases', () => {
  it('say what was said, answered and done, how long it took, and can be read aloud', async () => {
    const { wrapper } = await open({
      published: () => page([one('TS-1'), one('TS-2', { workdays: 0, onTime: false, answer: null })]),
    })
    const text = wrapper.text()
    for (const words of [
      '窗口多要一张表。',
      '已改正。',
      '6 个工作日答复 · 按期',
      '当天答复 · 超过期限',
      'TS-1',
    ])
      expect(text).toContain(words)
    expect(text).toContain('当事人确认已解决')
    expect(text).toContain('交给住建局办理')
    expect(text).toContain('有新进展')
    expect(text).toContain('答复没有公开')
    await expectAccessible(wrapper.element as Element)
  })

  it('come page by page', async () => {
    const asked: (string | undefined)[] = []
    const opened = await open({
      published: (after) => {
        asked.push(after)
        return after === undefined ? page([one('TS-1')], 'there') : page([one('TS-2')])
      },
    })
    await button(opened, '再看一些')!.trigger('click')
    await settled()
    expect(asked).toEqual([undefined, 'there'])
    expect(opened.wrapper.findAll('article')).toHaveLength(2)
    expect(button(opened, '再看一些')).toBeUndefined()
  })

  it('of one department are named as such, with the way to all', async () => {
    const opened = await open({ published: () => page([one('TS-1')]) }, { department: 'zhujian' })
    expect(opened.wrapper.text()).toContain('只看住建局')
    expect(button(opened, '看全部单位')?.attributes('href')).toBe('/r/000000/published-cases')
    await expectAccessible(opened.wrapper.element as Element)
  })

  it('say that there are none yet, in both languages', async () => {
    const { wrapper } = await open()
    expect(wrapper.text()).toContain('还没有公开的诉求')
    await expectAccessible(wrapper.element as Element)
    setLocale('en')
    await settled()
    expect(wrapper.text()).toContain('Nothing published yet')
    setLocale('zh')
  })

  it('without a network say so, keep what is there, and read on once there is one', async () => {
    const opened = await open({ online: false, published: () => page([one('TS-1')]) })
    expect(opened.wrapper.find('[role=alert]').exists()).toBe(true)
    await expectAccessible(opened.wrapper.element as Element)
    opened.control.setOnline(true)
    await settled()
    expect(opened.wrapper.findAll('article')).toHaveLength(1)
    expect(opened.wrapper.find('[role=alert]').exists()).toBe(false)
  })

  it('that fail to come can be asked for again', async () => {
    const opened = await open({ published: () => page([one('TS-1')], 'there') })
    opened.control.failNext('publishedCases', new ServiceError('internal', 'down'))
    await button(opened, '再看一些')!.trigger('click')
    await settled()
    expect(opened.wrapper.findAll('article')).toHaveLength(1)
    await button(opened, '再试一次')!.trigger('click')
    await settled()
    expect(opened.wrapper.findAll('article')).toHaveLength(2)
  })
})
