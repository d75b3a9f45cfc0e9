import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RouterView } from 'vue-router'
import type { PublicNotice } from '#contract/public-notices'
import { ServiceError } from '#sync/services'
import { routes } from '../../../src/app/features/bulletins/routes.ts'
import { expectAccessible } from '../../support/axe.ts'
import { loadScreens } from '../../support/filed.ts'
import { mountScreen, settled, type MountScreenOptions } from '../../support/mount.ts'

const ID = '019ab000-0000-7000-8000-0000000000a1'
const NOTICE: PublicNotice = {
  id: ID,
  year: 2026,
  number: 3,
  title: '关于窗口脱岗的通报',
  publishedAt: '2026-11-20T01:00:00.000Z',
  withdrawn: null,
  regionName: '示例区',
  text: '第一段。\n\n第二段。',
}
const LIST = '/r/990001/public-notices'
const PAGE = `${LIST}/${ID}`

beforeAll(() => loadScreens(routes), 60_000)
beforeEach(() => {
  document.body.innerHTML = ''
})
async function open(at: string, options: MountScreenOptions = {}) {
  const mounted = await mountScreen(RouterView, { at, routes, publicNotices: [NOTICE], ...options })
  await settled()
  const go = async (to: string) => {
    await mounted.router.push(to)
    await settled()
  }
  return { ...mounted, go, text: () => mounted.wrapper.text() }
}

describe('public notices', () => {
  it('are listed with the scores, and read as a page', async () => {
    const { text, go } = await open(LIST)
    expect(text()).toContain('关于窗口脱岗的通报')
    expect(text()).toContain('通报〔2026〕3号')
    expect(text()).toContain('2026 年度得分')
    expect(text()).toContain('更新')
    await expectAccessible(document.body)
    await go(PAGE)
    expect(text()).toContain('第二段。')
    await expectAccessible(document.body)
  })

  it('say that they are old without a network, and are read anew when it is back', async () => {
    const { text, go, control } = await open(LIST)
    await go(PAGE)
    control.setOnline(false)
    await go(LIST)
    expect(text()).toContain('没有网络 · 以下是')
    expect(text()).toContain('关于窗口脱岗的通报')
    await expectAccessible(document.body)
    await go(PAGE)
    expect(text()).toContain('没有网络 · 以下是')
    expect(text()).toContain('第一段。')
    control.setOnline(true)
    await settled()
    expect(text()).not.toContain('没有网络')
  })

  it('say what to do when they were never read on this phone, and come by themselves later', async () => {
    const { text, control } = await open(PAGE, { online: false })
    expect(text()).toContain('这里的内容还没有存到本机')
    expect(text()).toContain('看全部通报')
    await expectAccessible(document.body)
    control.setOnline(true)
    await settled()
    expect(text()).toContain('第一段。')
  })

  it('are listed where the scores cannot be read, and say so when there are none', async () => {
    const { text, go, control } = await open('/', { publicNotices: [] })
    control.failNext('scores', new ServiceError('unavailable', 'busy'))
    await go(LIST)
    expect(text()).toContain('还没有通报')
    expect(text()).not.toContain('2026 年度得分')
    await expectAccessible(document.body)
  })

  it('lead back to the list from one that is not there', async () => {
    const { text, wrapper } = await open(PAGE.replace(/a1$/, 'a2'))
    expect(text()).toContain('没有找到')
    expect(wrapper.get('.not-heard a').attributes('href')).toBe(LIST)
    await expectAccessible(document.body)
  })
})
