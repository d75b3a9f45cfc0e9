/**
 * A supervisor's visit: enrol with a one-time code, record an inspection inside the hall with no network — three
 * photos, the board on the wall against the catalogue — seal it; the browser is killed; reopened with the network
 * back it is delivered once, and anyone can verify its signature from an export.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coldStart, firstVisit, killBrowser, newProfile, photo, plug, unplug } from '../support/app.ts'
import { phone } from '../support/browser.ts'
import { network, type Network } from '../support/network.ts'
import { product, type Product } from '../support/product.ts'

let server: Product
let line: Network
beforeAll(async () => {
  server = await product()
  line = await network(server.url)
})
afterAll(async () => {
  await line.close()
  await server.stop()
})

const PIN = '730519'

async function enrol(page: Page, code: string): Promise<void> {
  await page.goto(`${line.url}/me/supervisor`)
  await page.getByLabel('聘任码').fill(code)
  await page.getByLabel('设一个 6 位 PIN').fill(PIN)
  await page.getByLabel('再输一次').fill(PIN)
  await page.getByRole('button', { name: '登记这台手机' }).click()
  await page.getByRole('button', { name: '抽取一次' }).waitFor()
}

async function unlock(page: Page): Promise<void> {
  await page.getByRole('button', { name: '1', exact: true }).waitFor()
  for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click()
}

/** Answers whatever the screen asks, as a supervisor in a hurry would. */
async function answer(page: Page): Promise<void> {
  const tiles = page.locator('.answer .tile')
  if ((await tiles.count()) > 0) await tiles.first().click()
  const start = page.getByRole('button', { name: '开始计时' })
  if ((await start.count()) > 0) {
    await start.click()
    await page.getByRole('button', { name: '停', exact: true }).click()
  }
  const more = page.getByRole('button', { name: '加一' })
  if ((await more.count()) > 0) await more.first().click()
  const text = page.locator('.answer textarea')
  if ((await text.count()) > 0) await text.first().fill('窗口旁贴有监督电话，拨打后有人接听。')
  // The board on the wall: one fact differs, one is not posted, the rest of each item agrees.
  const items = page.locator('.check-tabs button')
  for (let item = 0; item < (await items.count()); item++) {
    await items.nth(item).click()
    if (item === 0) {
      await page.locator('.verdicts').nth(3).getByText('未张贴').click()
      await page.locator('.verdicts').nth(5).getByText('不一致').click()
      await page.getByLabel('墙上写的是').fill('10 个工作日')
    }
    await page.getByRole('button', { name: '其余都一致' }).click()
  }
}

test('an inspection sealed offline survives the browser’s death, arrives once and verifies', async () => {
  const profile = newProfile()
  const first = await phone(profile)
  const page = first.pages()[0] ?? (await first.newPage())
  await firstVisit(page, line.url)
  const printed = await server.command('admin', 'appoint', '--region', '000000', '--name', '周敏')
  const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(printed)?.[0]
  if (!code) throw new Error(`no code in: ${printed}`)
  await enrol(page, code)
  await page.getByRole('button', { name: '抽取一次' }).click()
  await page
    .getByText(/前完成/)
    .first()
    .waitFor()

  await unplug(line, first)
  await page.locator('a[href*="/me/supervisor/new?visit="]').first().click()
  await page.getByRole('button', { name: '不记录' }).click()
  await page.getByRole('button', { name: '开始记录' }).click()
  await page.waitForURL(/\/me\/supervisor\/i\//)

  let photos = 0
  const next = page.getByRole('button', { name: /^(下一题|检查并封存)$/ })
  const review = page.getByRole('heading', { name: '检查一遍' })
  for (let question = 0; question < 120 && (await review.count()) === 0; question++) {
    await answer(page)
    const camera = page.locator('.answer input[type=file]')
    if (photos < 3 && (await camera.count()) > 0) {
      await camera.first().setInputFiles(await photo(`evidence-${photos}.jpg`, 60 + 40 * photos))
      photos++
      await expect.poll(() => page.getByRole('button', { name: '删除照片 1' }).count()).toBe(1)
    }
    await next.click()
  }
  await review.waitFor()
  expect(photos).toBe(3)
  await page.getByRole('button', { name: '封存并签名' }).click()
  await page.getByRole('button', { name: '封存', exact: true }).click()
  await page.waitForURL(/\/me\/supervisor\/r\//)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const number = (await page.locator('.sealed-number').textContent()) ?? ''
  expect(number).toMatch(/^AF-/)

  killBrowser(profile)
  await first.close().catch(() => undefined)
  expect(await server.query('select 1 from inspections where id = $1', [id])).toHaveLength(0)

  line.on()
  const { context, page: reopened } = await coldStart(profile, `${line.url}/me`)
  await plug(line, context)
  await expect
    .poll(() => server.query('select 1 from inspections where id = $1', [id]), { timeout: 60_000 })
    .toHaveLength(1)
  const [row] = await server.query<{
    chain: string
    record: { photos: unknown[]; answers: Record<string, { kind: string; value?: unknown }> }
  }>('select chain, record from inspections where id = $1', [id])
  expect(row?.chain).toBe('whole')
  expect(row?.record.photos).toHaveLength(3)
  expect(
    Object.values(row?.record.answers ?? {}).find(({ kind }) => kind === 'itemCheck')?.value,
  ).toHaveLength(3)
  expect(await server.query('select 1 from operations where id = $1', [id])).toHaveLength(1)

  // Its author reads it again, behind the PIN, and sees what became of it.
  await reopened.goto(`${line.url}/me/supervisor`)
  await unlock(reopened)
  await reopened.locator(`a[href$="/me/supervisor/r/${id}"]`).click()
  await reopened.getByText(number).first().waitFor()
  await context.close()

  const out = join(mkdtempSync(join(tmpdir(), 'mingcha-evidence-')), 'evidence.json')
  await server.command('admin', 'export-evidence', '--region', '000000', '--out', out, '--with-photos')
  await server.command('verify', out)

  // One altered digit anywhere in a record, and the check fails and says where.
  const file = JSON.parse(readFileSync(out, 'utf8')) as { records: { jws: string }[] }
  const [record] = file.records
  if (!record) throw new Error('the export holds no record')
  const [head, payload = '', signature] = record.jws.split('.')
  const altered = Buffer.from(payload, 'base64url')
    .toString()
    .replace(/"sequence":(\d)/, '"sequence":9$1')
  record.jws = [head, Buffer.from(altered).toString('base64url'), signature].join('.')
  writeFileSync(out, JSON.stringify(file))
  await expect(server.command('verify', out)).rejects.toMatchObject({ code: 1 })
})
