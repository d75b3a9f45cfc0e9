import { RouterView } from 'vue-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { unsealedRecord } from '#domain/inspections/record'
import { uuidv7 } from '#domain/receipts/id'
import { ServiceError, type Settings } from '#sync/services'
import { routes as desk } from '../../../src/app/features/inspections/routes.ts'
import { routes as own } from '../../../src/app/features/mine/routes.ts'
import { expectAccessible } from '../../support/axe.ts'
import { testCatalogue } from '../../support/catalogue.ts'
import { mountScreen, settled } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'
import { CODE, inspection, office, phone, PIN } from '../../unit/platform/supervisor/phone.ts'

vi.setConfig({ testTimeout: 60_000 })

const REGION = { code: '000000', name: '示例区', level: 'county' as const, sample: true }
const ID = uuidv7(Date.parse('2026-11-23T06:30:00Z'), new Uint8Array(16).fill(1))
const TARGET = { endpoint: 'https://push.example.org/1', keys: { p256dh: 'p', auth: 'a' } }

beforeEach(() => {
  document.body.innerHTML = ''
})

/** The real desk of an enrolled phone with one sealed record, and a browser that can be told. */
async function sit(at: string, settings: Partial<Settings> = {}) {
  const server = office()
  const mine = phone(server.transport)
  await mine.desk.enrol(CODE, PIN)
  const draft = inspection(ID, {})
  await mine.desk.seal(unsealedRecord(draft, HALL_CHECKLIST, { unavailable: 'off' }), '示例大厅', ID)
  const world = testWorld({
    catalogues: [testCatalogue({ region: REGION })],
    now: mine.clock.now,
    settings,
  })
  const leave = vi.fn(() => Promise.resolve(TARGET))
  world.services.push = {
    wanted: () => Promise.resolve({ cases: [], quiet: null }),
    target: leave,
    fingerprint: () => Promise.resolve(undefined),
    tell: () => Promise.resolve(),
  }
  world.services.supervisor = mine.desk
  world.services.filing = { ...world.services.filing, ...mine.filing }
  const mounted = await mountScreen(RouterView, { world, at, routes: [...desk, ...own] })
  const text = () => document.body.textContent
  const wait = async (until: () => boolean) => {
    await vi.waitFor(() => {
      if (!until()) throw new Error(`not yet: ${text()}`)
    }, 10_000)
    await settled()
  }
  const box = () => document.querySelector<HTMLInputElement>('.news-switch [role=switch]')
  return { ...mounted, mine, server, leave, text, wait, box }
}

describe('the supervisor’s switch for news', () => {
  it('is off, says what a bystander could read, and asks for leave only when it is turned on', async () => {
    const { server, leave, text, wait, box } = await sit('/me/supervisor')
    await wait(() => box() !== null)
    expect(box()!.checked).toBe(false)
    expect(text()).toContain('锁屏上只写“有新消息”，不写是什么事、哪里、谁。')
    expect(leave).not.toHaveBeenCalled()
    await expectAccessible(document.body)
    box()!.click()
    await wait(() => server.state.push.length === 1)
    expect(server.state.push[0]).toEqual([
      '/api/v1/supervisor/push',
      { target: TARGET, locale: 'zh', quiet: { from: '22:00', until: '07:00' } },
    ])
    await wait(() => text().includes('免打扰时段'))
    expect(box()!.checked).toBe(true)
    await expectAccessible(document.body)
  })

  it('tells the truth when the user or the server does not allow it', async () => {
    const { server, leave, text, wait, box } = await sit('/me/supervisor')
    await wait(() => box() !== null)
    leave.mockRejectedValueOnce(new ServiceError('forbidden', 'denied'))
    box()!.click()
    await wait(() => text().includes('浏览器没有允许通知'))
    expect(box()!.checked).toBe(false)
    server.state.down = true
    box()!.click()
    await wait(() => text().includes('连不上服务器'))
    expect(box()!.checked).toBe(false)
  })

  it('names nothing that gives its owner away where the desk looks like something else', async () => {
    const { wait, box } = await sit('/me/supervisor', { plainTitle: true })
    await wait(() => box() !== null)
    expect(document.querySelector('.news-switch')!.textContent).not.toMatch(/监督|暗访|检查|大厅/)
  })
})

describe('the notice in the app', () => {
  it('counts on 我的 what the office has said, and marks it on the desk until it is read', async () => {
    const { mine, server, router, text, wait } = await sit('/')
    server.state.outcomes = [
      { id: ID, receivedAt: '2026-11-23T06:31:00.000Z', score: 96, status: 'substantiated', note: '属实' },
    ]
    await router.push('/me')
    await wait(() => document.querySelector('.supervisor .unseen')?.textContent === '2')
    await expectAccessible(document.body)
    await router.push('/me/supervisor')
    await wait(() => document.querySelectorAll('.desk-news').length === 2)
    await expectAccessible(document.body)
    await router.push(`/me/supervisor/r/${ID}`)
    await wait(() => text().includes('属实'))
    await vi.waitFor(async () => expect(await mine.desk.unseen()).toEqual([]))
    await router.push('/me/supervisor')
    await wait(() => text().includes('抽取一次') && !document.querySelector('.desk-news'))
    await router.push('/me')
    await wait(() => text().includes('我的'))
    expect(document.querySelector('.supervisor .unseen')).toBeNull()
  })
})
