/**
 * Web Push in a real browser: messages as the server words them reach the service worker by the developers' protocol
 * (no push service of a browser's maker is reachable here), are shown, replace one another, and open their screen.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrowserContext, Page } from 'playwright-core'
import { pushMessage, type PushMessage } from '../../src/server/modules/notify/words.ts'
import { firstVisit, newProfile } from '../support/app.ts'
import { phone } from '../support/browser.ts'
import { product, type Product } from '../support/product.ts'

const CASE = '019ab000-0000-7000-8000-000000000001'
const NUMBER = 'TS-20261123-7K2M9'
const OTHER = 'TS-20261123-8M3N2'

let server: Product
let context: BrowserContext
let page: Page
let push: (message: PushMessage) => Promise<void>
beforeAll(async () => {
  server = await product()
  context = await phone(newProfile(), { permissions: ['notifications'] })
  page = context.pages()[0] ?? (await context.newPage())
  await firstVisit(page, server.url)
  const protocol = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    protocol.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const { registrationId, scopeURL } of registrations)
        if (scopeURL === `${server.url}/`) resolve(registrationId)
    })
  })
  await protocol.send('ServiceWorker.enable')
  const registrationId = await registered
  push = async (message) => {
    const data = JSON.stringify(message)
    await protocol.send('ServiceWorker.deliverPushMessage', { origin: server.url, registrationId, data })
  }
})
afterAll(async () => {
  await context.close()
  await server.stop()
})

const shown = () =>
  page.evaluate(async () => {
    const notifications = await (await navigator.serviceWorker.ready).getNotifications()
    return notifications.map(({ title, body, tag, data }) => ({ title, body, tag, data: String(data) }))
  })
const worker = () => {
  const [running] = context.serviceWorkers()
  if (!running) throw new Error('no service worker runs')
  return running
}

/** What the test asks of the worker's world, whose types the tests do not have. */
interface WorkerScope {
  clients: object
  registration: { getNotifications(filter: { tag: string }): Promise<Notification[]> }
  WindowClient: { prototype: object }
  NotificationEvent: new (type: string, about: { notification: Notification }) => Event
  dispatchEvent(event: Event): boolean
}

/**
 * Taps the notification with this tag. A browser lets a worker focus and open windows only after a finger has touched
 * the notification, and nothing but a finger can: those two calls are noted instead, everything else is real.
 */
const tap = (tag: string): Promise<string[]> =>
  worker().evaluate(async (wanted) => {
    const scope = self as unknown as WorkerScope
    const asked: string[] = []
    Object.defineProperty(scope.clients, 'openWindow', {
      configurable: true,
      value: (url: string) => (asked.push(`open ${url}`), Promise.resolve(null)),
    })
    Object.defineProperty(scope.WindowClient.prototype, 'focus', {
      configurable: true,
      value(this: { url: string }) {
        asked.push(`focus ${new URL(this.url).pathname}`)
        return Promise.resolve(this)
      },
    })
    const [notification] = await scope.registration.getNotifications({ tag: wanted })
    if (!notification) throw new Error(`nothing with the tag ${wanted}`)
    const ended: Promise<unknown>[] = []
    const event = new scope.NotificationEvent('notificationclick', { notification })
    Object.defineProperty(event, 'waitUntil', { value: (work: Promise<unknown>) => ended.push(work) })
    scope.dispatchEvent(event)
    await Promise.all(ended)
    return asked
  }, tag)

test('a push is shown as the server words it, and a later one of the same case takes its place', async () => {
  await push(pushMessage('case', { caseId: CASE, number: NUMBER }, 'zh'))
  await expect
    .poll(shown)
    .toEqual([{ title: '您的诉求有新进展', body: NUMBER, tag: `case ${NUMBER}`, data: `/cases/${CASE}` }])
  await push(pushMessage('case', { caseId: CASE, number: NUMBER }, 'zh'))
  await push(pushMessage('case', { caseId: CASE, number: OTHER }, 'en'))
  await expect.poll(async () => (await shown()).map(({ body }) => body).sort()).toEqual([NUMBER, OTHER])
})

test('a supervisor’s is one and the same whatever happened, and names nothing', async () => {
  for (const kind of ['visit', 'question', 'outcome'] as const)
    await push(pushMessage(kind, { number: 'AF-1' }, 'zh'))
  const news = async () => (await shown()).filter(({ tag }) => tag === 'news')
  await expect.poll(news).toEqual([{ title: '有新消息', body: '', tag: 'news', data: '/me' }])
})

test('a tap brings the open window to the screen and puts the notification away', async () => {
  expect(await tap('news')).toEqual(['focus /'])
  await page.waitForURL(`${server.url}/me`)
  await page.getByRole('heading', { name: '我的' }).waitFor()
  expect((await shown()).map(({ tag }) => tag)).not.toContain('news')
  expect(await tap(`case ${NUMBER}`)).toEqual(['focus /me'])
  await page.waitForURL(`${server.url}/cases/${CASE}`)
})

test('with no window open a tap opens one, and an address of somewhere else opens nothing', async () => {
  await push({ title: 'x', body: '', tag: 'strange', url: 'https://example.org/' })
  await expect.poll(async () => (await shown()).some(({ tag }) => tag === 'strange')).toBe(true)
  await page.goto('about:blank')
  expect(await tap('strange')).toEqual([])
  expect(await tap(`case ${OTHER}`)).toEqual([`open ${server.url}/cases/${CASE}`])
})
