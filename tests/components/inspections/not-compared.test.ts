import { describe, expect, it, vi } from 'vitest'
import { expectAccessible } from '../../support/axe.ts'
import { CATALOGUE, DRAFT, fill, ITEMS, sitDown, underWay, type Seat } from './seat.ts'

vi.setConfig({ testTimeout: 60_000 })

const nameOf = (code: string) => CATALOGUE.items.find((one) => one.code === code)?.name ?? ''
const checkedOf = async ({ mine }: Seat) => {
  const [draft] = await mine.desk.drafts.list('inspection')
  return draft?.data as { answers: Record<string, { note?: string; value: object[] }> } | undefined
}

describe('an item check whose items are not on the phone', () => {
  const open = (missing: string[], items?: object[]) =>
    sitDown(`/me/supervisor/i/${DRAFT}?at=board.items`, { missing, online: false }, (mine) =>
      underWay(mine, {
        'board.found': { kind: 'yesNo', value: 'yes' },
        ...(items && { 'board.items': { kind: 'itemCheck', value: items as never } }),
      }),
    )

  it('keeps every drawn item in the answer, says that it is not here, and can be left unjudged with a reason', async () => {
    const desk = await open(ITEMS)
    await desk.wait(() => desk.text().includes('不在本机，没有网络就没法对照'))
    expect(desk.text()).toContain(nameOf(ITEMS[0] ?? ''))
    expect(desk.text()).not.toContain('没有抽到事项')
    // nothing is known of what it discloses, so nothing is said of it
    expect(desk.text()).not.toContain('未公开')
    expect(desk.text()).not.toContain('其余都一致')
    await expectAccessible(document.body)
    await desk.press('现在下载')
    await desk.wait(() => document.querySelector('.lacking [role=alert]') !== null)
    await desk.press('未张贴')
    await desk.press('清空这一项')
    await desk.press('写备注')
    await fill('textarea', '没有网络，目录没下载到')
    await vi.waitFor(async () => {
      expect((await checkedOf(desk))?.answers['board.items']).toEqual({
        kind: 'itemCheck',
        note: '没有网络，目录没下载到',
        value: ITEMS.map((item) => ({
          item,
          itemName: nameOf(item),
          catalogueVersion: CATALOGUE.version,
          verdicts: {},
        })),
      })
    })
    await desk.router.push({ query: { at: 'review' } })
    await desk.wait(() => desk.text().includes('检查一遍'))
    expect(document.querySelector('.missing')?.textContent).not.toContain('墙上公示与目录一致吗')
  })

  it('fetches them where there is a network, and brings back those that were dropped before', async () => {
    const [first, second] = ITEMS
    const known = { item: second, itemName: nameOf(second ?? ''), catalogueVersion: 1, verdicts: {} }
    const desk = await open([first ?? '', ITEMS[2] ?? ''], [known])
    await desk.wait(() => document.querySelectorAll('.check-tabs button').length === 3)
    await desk.press('第 2 项0 / 8')
    desk.control.setOnline(true)
    await desk.press('现在下载')
    await desk.wait(() => document.querySelector('.lacking') === null)
    await desk.press('其余都一致')
    expect(desk.text()).toContain('第 2 项8 / 8')
  })
})
