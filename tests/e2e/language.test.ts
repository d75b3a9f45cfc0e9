/**
 * The English texts are data, stored with the app: chosen for the first time without a network they are there, a cold
 * start without a network opens in the language chosen last, and the way back needs none either. The first visit reads
 * neither them nor any screen but its own.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { coldStart, firstVisit, newProfile, unplug } from '../support/app.ts'
import { phone } from '../support/browser.ts'
import { network, type Network } from '../support/network.ts'
import { product, type Product } from '../support/product.ts'

let server: Product
let line: Network
afterEach(() => line.on())
beforeAll(async () => {
  server = await product()
  line = await network(server.url)
})
afterAll(async () => {
  await line.close()
  await server.stop()
})

test('the language is switched, kept and switched back with no network', async () => {
  const profile = newProfile()
  const first = await phone(profile)
  const visit = first.pages()[0] ?? (await first.newPage())
  const asked: string[] = []
  visit.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await visit.goto(line.url)
  await visit.getByRole('button', { name: '下载' }).first().waitFor()
  expect(asked.filter((path) => /\/(index|welcome|regions)-[^/]*\.js$/.test(path))).toHaveLength(3)
  expect(asked.filter((path) => /\/(english|desk|citizen|supervisor|list)-/.test(path))).toEqual([])
  await firstVisit(visit, line.url)

  await unplug(line, first)
  await visit.goto(`${line.url}/me/settings`)
  await visit.getByText('English', { exact: true }).click()
  await visit.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  expect(await visit.locator('html').getAttribute('lang')).toBe('en')
  await first.close()

  line.off()
  const { context, page } = await coldStart(profile, line.url)
  await context.setOffline(true)
  await page.getByRole('link', { name: /^Mine/ }).waitFor()
  expect(await page.getByRole('searchbox').getAttribute('placeholder')).toMatch(/[a-z]/i)
  await page.goto(`${line.url}/me/settings`)
  await page.getByText('中文', { exact: true }).click()
  await page.getByRole('heading', { name: '设置', level: 1 }).waitFor()
  await page.goto(line.url)
  await page.getByRole('link', { name: /^我的/ }).waitFor()
  await context.close()
})

test("the staff's screens are kept where they were opened, and only there", async () => {
  const context = await phone(newProfile())
  const page = context.pages()[0] ?? (await context.newPage())
  await firstVisit(page, line.url)
  const kept = () =>
    page.evaluate(async () => (await (await caches.open('mingcha-desk')).keys()).map(({ url }) => url))
  expect(await kept()).toEqual([])
  await page.goto(`${line.url}/desk`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(async () => (await kept()).some((url) => url.endsWith('.js'))).toBe(true)

  await unplug(line, context)
  const served = await page.evaluate(async () => {
    const keys = await (await caches.open('mingcha-desk')).keys()
    return Promise.all(keys.map(async ({ url }) => (await fetch(url, { cache: 'no-store' })).status))
  })
  expect(served.every((status) => status === 200)).toBe(true)
  await context.close()
})
