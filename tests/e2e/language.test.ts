/**
 * The English texts are data, stored with the app: chosen for the first time without a network they are there, a cold
 * start without a network opens in the language chosen last, and the way back needs none either. The first visit reads
 * neither them nor any screen but its own.
 */
import { expect } from 'vitest'
import { journey } from '../support/journey.ts'

const test = journey()

test('the language is switched, kept and switched back with no network', async ({ phone }) => {
  const visit = phone.page
  const asked: string[] = []
  visit.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await phone.open('/')
  await visit.getByRole('button', { name: '下载' }).first().waitFor()
  expect(asked.filter((path) => /\/(index|welcome|regions)-[^/]*\.js$/.test(path))).toHaveLength(3)
  expect(asked.filter((path) => /\/(english|desk|citizen|supervisor|list)-/.test(path))).toEqual([])
  await phone.firstVisit()

  await phone.unplug()
  await phone.open('/me/settings')
  await visit.getByText('English', { exact: true }).click()
  await visit.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  expect(await visit.locator('html').getAttribute('lang')).toBe('en')
  await phone.switchOff()

  const page = await phone.coldStartOffline('/')
  await page.getByRole('link', { name: /^Mine/ }).waitFor()
  expect(await page.getByRole('searchbox').getAttribute('placeholder')).toMatch(/[a-z]/i)
  await phone.open('/me/settings')
  await page.getByText('中文', { exact: true }).click()
  await page.getByRole('heading', { name: '设置', level: 1 }).waitFor()
  await phone.open('/')
  await page.getByRole('link', { name: /^我的/ }).waitFor()
})

test("the staff's screens are kept where they were opened, and only there", async ({ visitor }) => {
  const { page } = visitor
  const kept = () =>
    page.evaluate(async () => (await (await caches.open('mingcha-desk')).keys()).map(({ url }) => url))
  expect(await kept()).toEqual([])
  await visitor.open('/desk')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(async () => (await kept()).some((url) => url.endsWith('.js'))).toBe(true)

  await visitor.unplug()
  const served = await page.evaluate(async () => {
    const keys = await (await caches.open('mingcha-desk')).keys()
    return Promise.all(keys.map(async ({ url }) => (await fetch(url, { cache: 'no-store' })).status))
  })
  expect(served.every((status) => status === 200)).toBe(true)
})
