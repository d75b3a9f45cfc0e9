import { RouterView } from 'vue-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { unsealedRecord } from '#domain/inspections/record'
import { uuidv7 } from '#domain/receipts/id'
import { createOutboxStore } from '#platform/outbox-store'
import { routes } from '../../../src/app/features/inspections/routes.ts'
import { expectAccessible } from '../../support/axe.ts'
import { testCatalogue } from '../../support/catalogue.ts'
import { mountScreen, settled } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'
import { CODE, inspection, office, phone, PIN } from '../../unit/platform/supervisor/phone.ts'

vi.setConfig({ testTimeout: 60_000 })

const REGION = { code: '000000', name: '示例区', level: 'county' as const, sample: true }
const ID = uuidv7(Date.parse('2026-11-23T06:30:00Z'), new Uint8Array(16).fill(1))
const QUESTION = '哪个窗口？什么时间？'
const WORDS = '三号窗口，上午九点到九点半'

beforeEach(() => {
  document.body.innerHTML = ''
})

/** The real desk before a delivered record about which the office has asked. */
async function asked() {
  const server = office()
  const mine = phone(server.transport)
  await mine.desk.enrol(CODE, PIN)
  const draft = inspection(ID, {})
  await mine.desk.seal(unsealedRecord(draft, HALL_CHECKLIST, { unavailable: 'off' }), '示例大厅', ID)
  const outbox = createOutboxStore(mine.database, mine.changes)
  await outbox.settle([{ id: ID, outcome: 'delivered', receivedAt: '2026-11-23T06:31:00.000Z' }])
  const outcome = { id: ID, receivedAt: '2026-11-23T06:31:00.000Z', score: 96 }
  server.state.outcomes = [{ ...outcome, status: 'moreRequested', note: QUESTION }]
  const world = testWorld({ catalogues: [testCatalogue({ region: REGION })], now: mine.clock.now })
  world.services.supervisor = mine.desk
  world.services.filing = { ...world.services.filing, ...mine.filing }
  const mounted = await mountScreen(RouterView, { world, at: `/me/supervisor/r/${ID}`, routes })
  const text = () => document.body.textContent
  const wait = async (until: () => boolean) => {
    await vi.waitFor(() => {
      if (!until()) throw new Error(`not yet: ${text()}`)
    }, 10_000)
    await settled()
  }
  const press = async (label: string) => {
    const find = () =>
      [...document.querySelectorAll<HTMLElement>('button, a')].find((one) => one.textContent.trim() === label)
    await wait(() => find() !== undefined)
    find()!.click()
    await settled()
  }
  const field = () => document.querySelector<HTMLTextAreaElement>('.reply-form textarea')
  const type = async (words: string) => {
    await wait(() => field() !== null)
    field()!.value = words
    field()!.dispatchEvent(new Event('input'))
    await settled()
  }
  return { ...mounted, mine, server, outbox, outcome, text, wait, press, field, type }
}

describe('a reply to the office', () => {
  it('is kept while it is written, filed without a network, and shown with its truth until it is delivered', async () => {
    const desk = await asked()
    await desk.wait(() => desk.text().includes(QUESTION))
    await desk.press('签名并送出')
    expect(desk.text()).toContain('请写几句')
    await desk.type(WORDS)
    await desk.wait(() => desk.text().includes('已加密保存在本机'))
    await expectAccessible(document.body)

    // Left and come back to: it stands where it was left.
    await desk.router.push('/me/supervisor')
    await desk.wait(() => desk.text().includes('抽取一次'))
    await desk.router.push(`/me/supervisor/r/${ID}`)
    await desk.wait(() => desk.field()?.value === WORDS)

    desk.control.setOnline(false)
    await desk.press('签名并送出')
    await desk.wait(() => desk.field() === null)
    expect(desk.text()).toContain('您的补充说明')
    expect(desk.text()).toContain(WORDS)
    expect(desk.text()).toContain('无网络')
    expect(await desk.mine.desk.drafts.list('reply')).toEqual([])
    await expectAccessible(document.body)

    await desk.router.push('/me/supervisor')
    await desk.wait(() => desk.text().includes('您的补充说明'))
    await desk.router.push(`/me/supervisor/r/${ID}`)
    await desk.wait(() => desk.text().includes(WORDS))
    const [sent] = await desk.outbox.entries()
    desk.server.state.outcomes = [{ ...desk.outcome, status: 'received' }]
    await desk.outbox.settle([{ id: sent!.id, outcome: 'delivered', receivedAt: '2026-11-23T06:40:00.000Z' }])
    // What the office made of it is asked for by itself.
    await desk.wait(() => desk.text().includes('已送达') && desk.text().includes('待核实'))
    expect(desk.field()).toBeNull()
  })

  it('says why it was refused, and lets it be sent again or deleted', async () => {
    const desk = await asked()
    await desk.type(WORDS)
    await desk.press('签名并送出')
    await desk.wait(() => desk.text().includes('您的补充说明'))
    const [sent] = await desk.outbox.entries()
    const refuse = () =>
      desk.outbox.settle([
        {
          id: sent!.id,
          outcome: 'refused',
          refusal: { code: 'illegalTransition', message: '', at: '2026-11-23T06:40:00.000Z' },
        },
      ])
    await refuse()
    await desk.wait(() => desk.text().includes('管理办不再等这个回答'))
    await expectAccessible(document.body)
    await desk.press('再送一次')
    await desk.wait(() => !desk.text().includes('管理办不再等这个回答'))
    expect((await desk.outbox.entries())[0]?.state).toBe('queued')
    await refuse()
    await desk.press('删除这个回答')
    await desk.wait(() => desk.field() !== null)
    expect(await desk.outbox.entries()).toEqual([])
  })

  it('is asked for again when the office asks something else', async () => {
    const desk = await asked()
    await desk.type(WORDS)
    await desk.press('签名并送出')
    await desk.wait(() => desk.field() === null)
    desk.server.state.outcomes = [{ ...desk.outcome, status: 'moreRequested', note: '有没有照片？' }]
    await desk.router.push('/me/supervisor')
    await desk.wait(() => desk.text().includes('有没有照片？'))
    await desk.router.push(`/me/supervisor/r/${ID}`)
    await desk.wait(() => desk.field() !== null)
    expect(desk.field()?.value).toBe('')
    expect(desk.text()).toContain(WORDS)
  })
})
