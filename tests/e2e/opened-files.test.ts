/**
 * Screens that do nothing without a network are on a phone only once they were opened there. Before, and with the plug
 * pulled, every phone has a screen that says so.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coldStart, firstVisit, killBrowser, newProfile, plug, unplug } from '../support/app.ts'
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

test('a look-up by code says that it needs a network, and stays once it was opened', async () => {
  const profile = newProfile()
  const first = await phone(profile)
  const page = first.pages()[0] ?? (await first.newPage())
  await firstVisit(page, line.url)
  const address = `${line.url}/lookup`

  await unplug(line, first)
  await page.goto(address)
  await page.getByText('这一页要联网才能看').waitFor()
  await plug(line, first)
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.getByRole('textbox', { name: '查询码' }).waitFor()
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('mingcha-desk')).keys()).length))
    .toBeGreaterThan(0)
  killBrowser(profile)
  await first.close().catch(() => undefined)

  line.off()
  const { context, page: reopened } = await coldStart(profile, address)
  await reopened.getByRole('textbox', { name: '查询码' }).waitFor()
  await context.close()
})
