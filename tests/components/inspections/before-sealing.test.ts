import { describe, expect, it, vi } from 'vitest'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { unsealedRecord } from '#domain/inspections/record'
import { ServiceError } from '#sync/services'
import { expectAccessible } from '../../support/axe.ts'
import { inspection } from '../../unit/platform/supervisor/phone.ts'
import { CATALOGUE, DRAFT, fill, sitDown, underWay } from './seat.ts'

vi.setConfig({ testTimeout: 60_000 })

const OTHER = '0193a000-0000-7000-8000-00000000000b'
const seal = () => document.querySelector<HTMLButtonElement>('.actions .button:last-child')
const run = `/me/supervisor/i/${DRAFT}`

describe('drafts of one hall', () => {
  it('are told apart by when they were begun, on the card, before they are discarded, and before another is begun', async () => {
    const photo = 'a'.repeat(64)
    const desk = await sitDown('/me/supervisor', {}, async (mine) => {
      await underWay(mine, { 'staffed.now': { kind: 'yesNo', value: 'yes', photos: [photo] } })
      await underWay(mine, {}, { id: OTHER, startedAt: '2026-11-22T01:05:00.000Z' })
    })
    await desk.wait(() => document.querySelectorAll('.discard').length === 2)
    expect(desk.text()).toContain('11月23日 14:20 开始')
    expect(desk.text()).toContain('11月22日 09:05 开始')
    expect(desk.text()).toContain('1 张照片')
    const card = [...document.querySelectorAll('.state-card')].find((one) =>
      one.textContent.includes('1 张照片'),
    )
    card?.querySelector<HTMLButtonElement>('.discard')?.click()
    await desk.wait(() => document.querySelector('dialog')?.textContent.includes('示例大厅') === true)
    expect(document.querySelector('dialog')?.textContent).toMatch(
      /示例大厅：11月23日 14:20 开始 · 1 \/ \d+ 题 · 1 张照片/,
    )
    await expectAccessible(document.body)
    await desk.router.push('/me/supervisor/new')
    await desk.wait(() => document.querySelectorAll('select option').length > 1)
    expect(desk.text()).not.toContain('这个大厅有一份没写完')
    const select = document.querySelector('select')
    if (select) select.value = 'hall'
    select?.dispatchEvent(new Event('change'))
    await desk.wait(() => desk.text().includes('这个大厅有一份没写完，接着写11月23日 14:20 开始'))
    expect(document.querySelector('.state-card a')?.getAttribute('href')).toContain('/me/supervisor/i/')
  })
})

describe('the start', () => {
  it('says in place that the download failed, and does not promise what is not there', async () => {
    const missing = CATALOGUE.items.map(({ code }) => code)
    const desk = await sitDown('/me/supervisor/new', { missing, online: false })
    await desk.wait(() => document.querySelectorAll('select option').length > 1)
    const select = document.querySelector('select')
    if (select) select.value = 'hall'
    select?.dispatchEvent(new Event('change'))
    await desk.wait(() => desk.text().includes('还没下载到本机'))
    expect(desk.text()).not.toContain('离线也能看目录')
    await desk.press('现在下载')
    await desk.wait(() => document.querySelector('.lacking [role=alert]') !== null)
    expect(document.querySelectorAll('[role=alert]').length).toBe(1)
    desk.control.setOnline(true)
    await desk.press('现在下载')
    await desk.wait(() => desk.text().includes('离线也能看目录'))
  })

  it.each([
    ['fast', 7 * 60_000, '快了约 7分钟'],
    ['slow', -60 * 60_000, '慢了约 60分钟'],
    ['right', 60_000, ''],
  ])('and the review say that the clock is %s', async (_, ahead, said) => {
    const now = Date.parse('2026-11-23T06:30:00Z') + ahead
    const desk = await sitDown('/me/supervisor', { now }, (mine) => underWay(mine, {}))
    await desk.wait(() => desk.text().includes('示例大厅'))
    await vi.waitFor(() => expect(desk.server.state.requests).toBeGreaterThan(2))
    for (const at of ['/me/supervisor/new', `${run}?at=review`]) {
      await desk.router.push(at)
      const shown = at.endsWith('review') ? '检查一遍' : '记录位置'
      await desk.wait(() => desk.text().includes(shown))
      if (said) expect(desk.text()).toContain(said)
      else expect(desk.text()).not.toContain('时钟')
    }
  })
})

describe('an answer', () => {
  it('keeps its photo until that is asked', async () => {
    const photo = 'a'.repeat(64)
    const desk = await sitDown(`${run}?at=staffed.now`, {}, (mine) =>
      underWay(mine, { 'staffed.now': { kind: 'yesNo', value: 'no', photos: [photo] } }),
    )
    await desk.press('删除照片 1')
    expect(document.querySelectorAll('.photo-remove').length).toBe(1)
    expect(desk.text()).toContain('删除这张照片？')
    await desk.press('取消')
    expect(document.querySelectorAll('.photo-remove').length).toBe(1)
    await desk.press('删除照片 1')
    await desk.press('删除')
    await desk.wait(() => document.querySelectorAll('.photo-remove').length === 0)
  })

  it('of minutes says which it takes', async () => {
    const desk = await sitDown(`${run}?at=staffed.empty`, {}, (mine) =>
      underWay(mine, {
        'staffed.now': { kind: 'yesNo', value: 'no' },
        'staffed.sign': { kind: 'yesNo', value: 'no' },
      }),
    )
    await desk.press('改用手填')
    for (const [minutes, refused] of [
      ['-5', true],
      ['99999', true],
      ['12', false],
    ] as const) {
      await fill('.timer-hand input', minutes)
      expect(desk.text().includes('请填 0 到 1440 之间的分钟数')).toBe(refused)
      expect(document.querySelector<HTMLInputElement>('.timer-hand input')?.value).toBe(minutes)
      await expectAccessible(document.body)
    }
    await desk.router.push({ query: { at: 'review' } })
    await desk.wait(() => desk.text().includes('12 分 0 秒'))
    expect(desk.text()).not.toContain('12:00')
  })

  it('that is too long is named, and not sealed', async () => {
    const note = '字'.repeat(2001)
    const desk = await sitDown(`${run}?at=review`, {}, (mine) =>
      underWay(mine, { 'staffed.now': { kind: 'yesNo', value: 'yes', note } }),
    )
    await desk.wait(() => desk.text().includes('写得太长：窗口现在有人在岗吗？'))
    // nothing is claimed of what was not looked at yet
    expect(document.querySelector('.review-score')).toBeNull()
    expect(desk.text()).not.toContain('没有发现问题')
    expect(seal()?.disabled).toBe(true)
  })

  it('of what the wall says is not cut', async () => {
    const desk = await sitDown(`${run}?at=board.items`, {}, (mine) =>
      underWay(mine, { 'board.found': { kind: 'yesNo', value: 'yes' } }),
    )
    await desk.press('不一致')
    await fill('.check-wall textarea', '墙'.repeat(501))
    expect(document.querySelector('.check-wall .over')).not.toBeNull()
    await desk.router.push({ query: { at: 'review' } })
    await desk.wait(() => desk.text().includes('写得太长：墙上公示与目录一致吗？'))
  })
})

describe('a correction', () => {
  it('says what it corrects, everywhere', async () => {
    const desk = await sitDown('/me/supervisor', {}, async ({ desk }) => {
      const draft = inspection(OTHER, { 'staffed.now': { kind: 'yesNo', value: 'yes' } })
      await desk.seal(unsealedRecord(draft, HALL_CHECKLIST, { unavailable: 'off' }), '示例大厅', OTHER)
    })
    const [record] = await desk.mine.filing.list()
    const line = `更正 ${record?.number}`
    await desk.router.push(`/me/supervisor/r/${OTHER}`)
    await desk.wait(() => desk.text().includes('2026年11月23日'))
    await desk.press('写一份更正')
    await desk.wait(() => document.querySelector('.question') !== null)
    expect(desk.text()).toContain(line)
    await desk.router.push({ query: { at: 'review' } })
    await desk.wait(() => desk.text().includes('检查一遍'))
    expect(desk.text()).toContain(line)
    await desk.router.push('/me/supervisor')
    await desk.wait(() => document.querySelector('.discard') !== null)
    expect(document.querySelector('.state-card:has(.discard)')?.textContent).toContain(line)
  })
})

describe('a supervisor whose appointment has ended', () => {
  it('is offered nothing that the office would not take', async () => {
    const desk = await sitDown('/me/supervisor', {}, ({ desk }) => {
      desk.refreshVisits = () => Promise.reject(new ServiceError('supervisorRevoked', 'revoked'))
    })
    await desk.wait(() => desk.text().includes('资格已停用'))
    for (const offered of ['抽取一次', '自己选地方', '没有待办的任务'])
      expect(desk.text()).not.toContain(offered)
  })
})
