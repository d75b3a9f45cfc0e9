/** Sending while nobody looks: with the page closed, on a line paid by the byte, and what the app's badge says of it. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { filed, photo } from '../support/app.ts'
import type { Handset } from '../support/handset.ts'
import { journey } from '../support/journey.ts'

const test = journey()
  .override('visitor', async ({ phone }) => {
    await phone.context.addInitScript(() => {
      const told: number[] = []
      Object.assign(globalThis, { badges: told })
      Object.assign(navigator, {
        setAppBadge: (count: number) => Promise.resolve(void told.push(count)),
        clearAppBadge: () => Promise.resolve(void told.push(0)),
      })
    })
    return phone.firstVisit()
  })
  .extend(
    'arrived',
    ({ server }) =>
      (text: string) =>
        server.query('select 1 from cases where text = $1', [text]),
  )

const badge = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { badges: number[] }).badges.at(-1))

async function suggest(phone: Handset, text: string, photos = 0): Promise<void> {
  const page = await phone.open('/cases/new?kind=suggestion&item=SL-0001')
  await page.getByRole('textbox', { name: '您的建议' }).fill(text)
  if (photos > 0) {
    await page.getByLabel('从相册选').setInputFiles([await photo('hall.jpg', 90)])
    await expect.poll(() => page.getByRole('button', { name: /删除照片/ }).count()).toBe(photos)
  }
  await page.getByRole('button', { name: /^提交/ }).click()
  await filed(page)
}

test('what was filed offline is sent by the service worker, with the page closed', async ({
  line,
  visitor,
  arrived,
}) => {
  const { context, page } = visitor
  const cdp = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId)
    }),
  )
  await cdp.send('ServiceWorker.enable')
  const registrationId = await registered
  await visitor.unplug()
  const text = '建议大厅午休时留一个窗口，关了网页也要送到。'
  await suggest(visitor, text)
  await expect.poll(() => badge(page)).toBe(1)

  // No page of the app is open any more when the line comes back.
  await page.goto('about:blank')
  await visitor.plug()
  const origin = new URL(line.url).origin
  await cdp.send('ServiceWorker.dispatchSyncEvent', {
    origin,
    registrationId,
    tag: 'mingcha-drain',
    lastChance: false,
  })
  await expect.poll(() => arrived(text), { timeout: 60_000 }).toHaveLength(1)

  await visitor.open('/me')
  await page.getByText('都已送达').waitFor()
  await expect.poll(() => badge(page)).toBe(0)
})

test('with “photos only on Wi-Fi”, mobile data carries records without photos, and photos at a tap', async ({
  visitor,
  arrived,
}) => {
  const { context, page } = visitor
  const cdp = await context.newCDPSession(page)
  const connection = (connectionType: 'cellular4g' | 'wifi') =>
    cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
      connectionType,
    })
  await cdp.send('Network.enable')
  await visitor.open('/me/settings')
  await page.getByRole('switch', { name: /仅 Wi-Fi 下发送照片/ }).check()
  await connection('cellular4g')
  // A browser for desks does not tell pages what line it is on; phones do.
  const told = await page.evaluate(
    () => (navigator as unknown as { connection?: { type?: string } }).connection?.type,
  )
  if (told !== 'cellular')
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', {
        value: Object.assign(new EventTarget(), { type: 'cellular', saveData: false }),
      })
    })
  const [plain, pictured] = ['建议在门口张贴楼层图。', '建议更换已经看不清的公示栏，见照片。']
  await suggest(visitor, pictured, 1)
  await page.getByText('等 Wi-Fi').first().waitFor()
  await suggest(visitor, plain)
  await expect.poll(() => arrived(plain), { timeout: 60_000 }).toHaveLength(1)
  expect(await arrived(pictured)).toHaveLength(0)

  await visitor.open('/me')
  await page.getByText('1 条带照片，等有 Wi-Fi 再发。').waitFor()
  await page.getByRole('button', { name: '现在就发，用流量' }).click()
  await expect.poll(() => arrived(pictured), { timeout: 60_000 }).toHaveLength(1)
  await page.getByText('都已送达').waitFor()
})
