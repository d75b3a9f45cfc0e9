/** Two tabs and the product's own service worker on one outbox, all told to send at the same moment; and its update. */
import { copyFileSync, appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SYNC_TAG } from '#platform/sync-tag'
import { phone } from '../support/browser.ts'
import { publishRegion, REGION } from '../support/filing.ts'
import { buildOutboxApp } from '../support/outbox-app/build.ts'
import { testServer, type TestServer } from '../support/server.ts'

const RECORDS = 300

let app: string
let profile: string
let server: TestServer
let context: BrowserContext
let page: Page
/** makes the browser believe that the line is back */
let backgroundSync: () => Promise<unknown>

beforeAll(async () => {
  app = await buildOutboxApp()
  copyFileSync(join(app, 'sw.js'), join(app, 'sw-next.js'))
  appendFileSync(join(app, 'sw-next.js'), '\n// another build\n')
  profile = mkdtempSync(join(tmpdir(), 'mingcha-drainers-'))
  server = await testServer({ config: { appDir: app } })
  await publishRegion(server.context)
  context = await phone(profile)
  page = context.pages()[0] ?? (await context.newPage())
  await open(page)
  const devtools = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [one] = registrations
      if (one) resolve(one.registrationId)
    }),
  )
  await devtools.send('ServiceWorker.enable')
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js')
    await navigator.serviceWorker.ready
  })
  const registrationId = await registered
  backgroundSync = () =>
    devtools.send('ServiceWorker.dispatchSyncEvent', {
      origin: server.url,
      registrationId,
      tag: SYNC_TAG,
      lastChance: false,
    })
})
afterAll(async () => {
  await context.close()
  await server.close()
  for (const folder of [app, profile]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function open(tab: Page): Promise<void> {
  await tab.goto(server.url)
  await tab.waitForFunction(() => window.outbox !== undefined)
}

const save = (count: number) =>
  page.evaluate(([region, n]) => window.outbox!.save(region, n, 1), [REGION, count] as const)
const waiting = async () => (await page.evaluate(() => window.outbox!.known())).waiting.length

/** How many operations came in a second time. */
async function repeated(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line.includes('status="duplicate"'))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

async function arrivedOnce(ids: string[]): Promise<void> {
  const { db } = server.context
  const rows = await db.selectFrom('case_events').select('case_id').where('case_id', 'in', ids).execute()
  expect(rows.map(({ case_id }) => case_id).sort()).toEqual(ids.slice().sort())
}

describe('one outbox and many who send it', () => {
  it('is brought to the server by the service worker alone', async () => {
    const ids = await save(20)
    await backgroundSync()
    await expect.poll(waiting, { timeout: 60_000 }).toBe(0)
    await arrivedOnce(ids)
  })

  it('is sent by one of two tabs and the service worker at a time: nothing goes twice', async () => {
    const other = await context.newPage()
    await open(other)
    const ids = await save(RECORDS)
    const before = await repeated()
    await Promise.all([
      page.evaluate(() => window.outbox!.drain()),
      other.evaluate(() => window.outbox!.drain()),
      backgroundSync(),
    ])
    await expect.poll(waiting, { timeout: 60_000 }).toBe(0)
    await arrivedOnce(ids)
    expect(await repeated()).toBe(before)
    await other.close()
  })

  it('loses and doubles nothing when the service worker is replaced in the middle of sending', async () => {
    const ids = await save(RECORDS)
    await backgroundSync()
    // Saved on and sent while the next version comes in and takes over.
    const more = save(30)
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.register('/sw-next.js')
      const next = registration.installing ?? registration.waiting
      const changed = new Promise<void>((resolve) => {
        const look = () => registration.active?.scriptURL.endsWith('/sw-next.js') && resolve()
        next?.addEventListener('statechange', () => {
          if (next.state === 'installed') next.postMessage({ type: 'SKIP_WAITING' })
          if (next.state === 'activated') look()
        })
        if (next?.state === 'installed') next.postMessage({ type: 'SKIP_WAITING' })
      })
      await changed
    })
    ids.push(...(await more))
    await backgroundSync()
    await expect.poll(waiting, { timeout: 60_000 }).toBe(0)
    await arrivedOnce(ids)
    expect(await page.evaluate(() => window.outbox!.known())).toMatchObject({
      needsAttention: 0,
      setAside: 0,
    })
  })
})
