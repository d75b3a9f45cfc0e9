/** A phone that changes its time zone between filing and sending: the same record, once, and the same times on screen. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstVisit, newProfile, plug } from '../support/app.ts'
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

/** 2026年11月28日, 08:32 and their like. */
const times = (text: string) => text.match(/\d+年\d+月\d+日|\d+月\d+日|\d\d:\d\d/g) ?? []

test('files in Shanghai, sends from Los Angeles', async () => {
  const profile = newProfile()
  const atHome = await phone(profile)
  const page = atHome.pages()[0] ?? (await atHome.newPage())
  await firstVisit(page, line.url)
  line.off()
  await atHome.setOffline(true)
  await page.goto(`${line.url}/cases/new?kind=suggestion`)
  const text = '建议午间增设值班窗口，换个时区也要送到。'
  await page.getByRole('textbox', { name: '您的建议' }).fill(text)
  await page.getByRole('button', { name: /^提交/ }).click()
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/)
  const address = page.url()
  const seen = times(await page.getByRole('main').innerText())
  expect(seen.length).toBeGreaterThan(0)
  await atHome.close()

  const away = await phone(profile, { timezoneId: 'America/Los_Angeles' })
  await away.setOffline(true)
  const there = away.pages()[0] ?? (await away.newPage())
  await there.goto(address)
  await there.getByText(text).first().waitFor()
  expect(await there.evaluate(() => new Date().getTimezoneOffset())).toBeGreaterThan(400)
  expect(times(await there.getByRole('main').innerText())).toEqual(seen)

  await plug(line, away)
  await there
    .getByText(/已\s*送达/)
    .first()
    .waitFor({ timeout: 60_000 })
  const rows = await server.query<{ filed: string }>(
    `select to_char(filed_at at time zone 'Asia/Shanghai', 'HH24:MI') as filed from cases where text = $1`,
    [text],
  )
  expect(rows).toHaveLength(1)
  expect(seen).toContain(rows[0]?.filed)
  await away.close()
})
