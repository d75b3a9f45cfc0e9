/**
 * Web Push in a real browser: messages as the server words them reach the service worker by the developers' protocol
 * (no push service of a browser's maker is reachable here), are shown, replace one another, and open their screen.
 */
import { expect } from 'vitest'
import { pushMessage, type PushMessage } from '../../src/server/modules/notify/words.ts'
import { Handset } from '../support/handset.ts'
import { journey } from '../support/journey.ts'

const CASE = '019ab000-0000-7000-8000-000000000001'
const NUMBER = 'TS-20261123-7K2M9'
const OTHER = 'TS-20261123-8M3N2'

const shownOn = ({ page }: Handset) =>
  page.evaluate(async () => {
    const notifications = await (await navigator.serviceWorker.ready).getNotifications()
    return notifications.map(({ title, body, tag, data }) => ({ title, body, tag, data: String(data) }))
  })
function workerOf({ context }: Handset) {
  const [running] = context.serviceWorkers()
  if (!running) throw new Error('no service worker runs')
  return running
}

/** What the test asks of the worker's world, whose types the tests do not have. */
interface WorkerScope {
  clients: object
  ServiceWorkerRegistration: { prototype: Pick<ServiceWorkerRegistration, 'showNotification'> }
  /** ends when the browser has shown what was pushed last */
  shown?: Promise<void>
  registration: { getNotifications(filter: { tag: string }): Promise<Notification[]> }
  WindowClient: { prototype: object }
  NotificationEvent: new (type: string, about: { notification: Notification }) => Event
  dispatchEvent(event: Event): boolean
}

/**
 * Delivers a push and waits until the browser has shown it. Nothing may ask for the notifications before that: a browser
 * that is asked while it shows one forgets it (Chromium 156: 24 and 28 of 60 were lost so, none of 60 otherwise).
 */
async function untilShown(phone: Handset, deliver: () => Promise<unknown>): Promise<void> {
  await workerOf(phone).evaluate(() => {
    const scope = self as unknown as WorkerScope
    const { prototype } = scope.ServiceWorkerRegistration
    const own = Object.getOwnPropertyDescriptor(prototype, 'showNotification')!
    scope.shown = new Promise((resolve, reject) => {
      Object.defineProperty(prototype, 'showNotification', {
        ...own,
        value(this: ServiceWorkerRegistration, ...about: Parameters<typeof prototype.showNotification>) {
          Object.defineProperty(prototype, 'showNotification', own)
          const showing = this.showNotification(...about)
          showing.then(resolve, reject)
          return showing
        },
      })
    })
  })
  await deliver()
  await workerOf(phone).evaluate(() => (self as unknown as WorkerScope).shown)
}

/**
 * Taps the notification with this tag. A browser lets a worker focus and open windows only after a finger has touched
 * the notification, and nothing but a finger can: those two calls are noted instead, everything else is real.
 */
const tapOn = (phone: Handset, tag: string): Promise<string[]> =>
  workerOf(phone).evaluate(async (wanted) => {
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

// One phone for the whole story, so that what a test has shown is there for the next.
const test = journey()
  .extend('told', { scope: 'file' }, async ({ line }, { onCleanup }) => {
    const told = new Handset(line, { permissions: ['notifications'] })
    onCleanup(() => told.discard())
    await told.switchOn()
    return told.firstVisit()
  })
  .extend('push', { scope: 'file' }, async ({ line, told }) => {
    const origin = line.url
    const protocol = await told.context.newCDPSession(told.page)
    const registered = new Promise<string>((resolve) => {
      protocol.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        for (const { registrationId, scopeURL } of registrations)
          if (scopeURL === `${origin}/`) resolve(registrationId)
      })
    })
    await protocol.send('ServiceWorker.enable')
    const registrationId = await registered
    return async (message: PushMessage) => {
      const data = JSON.stringify(message)
      await untilShown(told, () =>
        protocol.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data }),
      )
    }
  })
  .extend(
    'shown',
    ({ told }) =>
      () =>
        shownOn(told),
  )
  .extend(
    'tap',
    ({ told }) =>
      (tag: string) =>
        tapOn(told, tag),
  )

test('a push is shown as the server words it, and a later one of the same case takes its place', async ({
  push,
  shown,
}) => {
  await push(pushMessage('case', { caseId: CASE, number: NUMBER }, 'zh'))
  expect(await shown()).toEqual([
    { title: '您的诉求有新进展', body: NUMBER, tag: `case ${NUMBER}`, data: `/cases/${CASE}` },
  ])
  await push(pushMessage('case', { caseId: CASE, number: NUMBER }, 'zh'))
  await push(pushMessage('case', { caseId: CASE, number: OTHER }, 'en'))
  expect((await shown()).map(({ body }) => body).sort()).toEqual([NUMBER, OTHER])
})

test('a supervisor’s is one and the same whatever happened, and names nothing', async ({ push, shown }) => {
  for (const kind of ['visit', 'question', 'outcome'] as const)
    await push(pushMessage(kind, { number: 'AF-1' }, 'zh'))
  const news = (await shown()).filter(({ tag }) => tag === 'news')
  expect(news).toEqual([{ title: '有新消息', body: '', tag: 'news', data: '/me' }])
})

test('a tap brings the open window to the screen and puts the notification away', async ({
  line,
  told,
  shown,
  tap,
}) => {
  const { page } = told
  expect(await tap('news')).toEqual(['focus /'])
  await page.waitForURL(`${line.url}/me`)
  await page.getByRole('heading', { name: '我的' }).waitFor()
  expect((await shown()).map(({ tag }) => tag)).not.toContain('news')
  expect(await tap(`case ${NUMBER}`)).toEqual(['focus /me'])
  await page.waitForURL(`${line.url}/cases/${CASE}`)
})

test('with no window open a tap opens one, and an address of somewhere else opens nothing', async ({
  line,
  told,
  push,
  shown,
  tap,
}) => {
  await push({ title: 'x', body: '', tag: 'strange', url: 'https://example.org/' })
  expect((await shown()).some(({ tag }) => tag === 'strange')).toBe(true)
  await told.page.goto('about:blank')
  expect(await tap('strange')).toEqual([])
  expect(await tap(`case ${OTHER}`)).toEqual([`open ${line.url}/cases/${CASE}`])
})
