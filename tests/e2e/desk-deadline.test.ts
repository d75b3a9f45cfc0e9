/**
 * A deadline that crosses National Day: the holiday and the Saturday that is worked for it (调休) are counted the same
 * way on the citizen's phone, at the desk and on the board, and each is told in time. The server's clock and those of
 * the browsers are set; everything else is the built product.
 */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { remindOfDeadlines } from '../../src/server/modules/rules/reminders.ts'
import { createStaff } from '../../src/server/modules/staff/accounts.ts'
import { filed } from '../support/app.ts'
import { launchOptions } from '../support/browser.ts'
import { PASSWORD } from '../support/desk.ts'
import { DESK, enter, step } from '../support/desk-browser.ts'
import { publishRegion, REGION } from '../support/filing.ts'
import { Handset } from '../support/handset.ts'
import { network, type Network } from '../support/network.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let line: Network
let citizen: Handset
/** ten in the morning in China on this day */
let today = '2026-09-28'
const instant = () => new Date(`${today}T10:00:00+08:00`)
const desks = new Map<string, Page>()

const STAFF = [
  { login: 'office', role: 'office' },
  { login: 'head', role: 'office', head: true },
  { login: 'tax', role: 'unit', department: 'tax' },
  { login: 'auditor', role: 'auditor' },
] as const

beforeAll(async () => {
  server = await testServer({
    now: instant,
    config: { limits: { everything: 1_000_000, secrets: 1_000_000 } },
  })
  await publishRegion(server.context)
  for (const one of STAFF)
    await createStaff(server.context, {
      ...one,
      name: `职员${one.login}`,
      region: REGION,
      password: PASSWORD,
    })
  browser = await chromium.launch(await launchOptions())
  for (const { login } of STAFF) desks.set(login, await (await browser.newContext(DESK)).newPage())
  line = await network(server.url)
  citizen = await new Handset(line).switchOn()
  await travel(today)
})
afterAll(async () => {
  await citizen.discard()
  await line.close()
  await browser.close()
  await server.close()
})

/** Everybody's clock at once; sessions end overnight, and the server does what it does every day. */
async function travel(to: string): Promise<void> {
  today = to
  await citizen.context.clock.setFixedTime(instant())
  for (const page of desks.values()) await page.context().clock.setFixedTime(instant())
  await remindOfDeadlines(server.context)
}

/** The desk of this login at this address, signed in again on a new day. */
async function desk(login: string, path: string): Promise<Page> {
  const page = desks.get(login)
  if (!page) throw new Error(`no desk of ${login}`)
  await page.goto(server.url + path)
  const door = page.getByRole('textbox', { name: '登录名' })
  const nav = page.getByRole('link', { name: '提醒' }).or(page.locator('.notice-bell'))
  await door.or(nav).first().waitFor()
  if (await door.isVisible()) await enter(page, { login, password: PASSWORD })
  return page
}

test('counts 调休 alike for the citizen, the desk and the board, and tells everybody in time', async () => {
  await citizen.firstVisit()
  const mobile = await citizen.open('/cases/new?kind=complaint&department=tax')
  await mobile.getByRole('textbox', { name: '发生了什么' }).fill('窗口说假期前不收件，没有说依据。')
  await mobile.getByRole('button', { name: /^提交/ }).click()
  const id = await filed(mobile)
  const stored = () =>
    server.context.db.selectFrom('cases').select(['due', 'status']).where('id', '=', id).executeTakeFirst()
  await expect.poll(stored, { timeout: 60_000 }).toBeDefined()

  /** What the phone says after asking anew. */
  const told = async (words: RegExp | string) => {
    await citizen.open(`/cases/${id}`)
    await mobile.getByText(words).first().waitFor({ timeout: 30_000 })
  }
  const path = `/desk/cases/${id}`
  const mark = async (login: string, words: string, tone?: 'wait' | 'bad') => {
    const found = (await desk(login, path)).locator('.case-state .due-mark')
    await found.waitFor()
    expect(await found.textContent()).toContain(words)
    const tones = (await found.getAttribute('class'))?.split(' ') ?? []
    expect(tones.filter((one) => ['wait', 'bad'].includes(one))).toEqual(tone === undefined ? [] : [tone])
  }
  const noticed = async (login: string, kind: string) =>
    (await desk(login, '/desk/notices')).getByText(kind, { exact: true }).first().waitFor()

  await (await step(await desk('office', path), '受理')).send()
  const assign = await step(await desk('office', path), '交办')
  await assign.form.getByLabel('交给哪个单位').selectOption('tax')
  await assign.send()
  // 29, 30 September; 8, 9 October and Saturday the 10th, which is worked; 12 to 16 October.
  expect(await stored()).toMatchObject({ due: '2026-10-16', status: 'assigned' })
  await told('应于 10月16日前答复')
  await mark('tax', '10月16日到期')

  // In the holiday and on the Saturday nothing is late, and nobody is reminded of what is not near.
  for (const day of ['2026-10-05', '2026-10-10', '2026-10-14']) {
    await travel(day)
    await mark('tax', '10月16日到期')
  }
  expect(await server.context.db.selectFrom('case_reminders').selectAll().execute()).toEqual([])

  await travel('2026-10-15')
  await mark('tax', '快到了', 'wait')
  await mark('office', '快到了', 'wait')
  await noticed('tax', '下一个工作日到期')
  await travel('2026-10-16')
  await noticed('tax', '今天到期')
  await told('应于 10月16日前答复')

  // A weekend is not late yet; the Monday is, for everybody to see.
  await travel('2026-10-18')
  await mark('tax', '快到了', 'wait')
  await travel('2026-10-19')
  await mark('tax', '超期 1 个工作日', 'bad')
  await noticed('tax', '已超期')
  await noticed('head', '超期督办')
  await noticed('auditor', '超期督办')
  await told('已超期 1 个工作日')
  await citizen.open('/board')
  const late = mobile.locator('.counts > div').filter({ hasText: '超期未答' })
  await late.waitFor()
  await expect.poll(() => late.locator('dd').textContent()).toContain('1')
  expect(await late.getAttribute('class')).toContain('bad')
}, 600_000)
