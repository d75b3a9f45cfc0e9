/**
 * A kill now and then cuts the log of Chromium's IndexedDB off in the middle of a record. The next start reads up to
 * there, and then writes on behind the stump; the start after that would find damage and throw everything away
 * (docs/reliability.md). Here the log is cut by hand, again and again, and nothing may go.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { phone } from '../support/browser.ts'
import { REGION } from '../support/filing.ts'
import { tearLog, tornLogs } from '../support/leveldb-log.ts'
import { buildOutboxApp } from '../support/outbox-app/build.ts'
import { killAll } from '../support/processes.ts'
import { testServer, type TestServer } from '../support/server.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 4)

let app: string
let profile: string
let server: TestServer
beforeAll(async () => {
  app = await buildOutboxApp()
  profile = mkdtempSync(join(tmpdir(), 'mingcha-torn-'))
  server = await testServer({ config: { appDir: app } })
})
afterAll(async () => {
  await killAll(profile)
  await server.close()
  rmSync(app, { recursive: true, force: true })
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

async function open(): Promise<Page> {
  const context = await phone(profile)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(server.url)
  await page.waitForFunction(() => window.outbox !== undefined)
  return page
}

it(`a log cut off ${ROUNDS} times costs no record`, { timeout: 60_000 * ROUNDS }, async (context) => {
  const saved: string[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const page = await open()
    const { filed, broken, setAside } = await page.evaluate(() => window.outbox!.known())
    expect(filed.slice().sort(), `after ${round} cuts`).toEqual(saved.slice().sort())
    expect([broken, setAside]).toEqual([[], 0])
    saved.push(...(await page.evaluate((region) => window.outbox!.save(region, 6, 1), REGION)))
    const closed = new Promise((resolve) => page.context().once('close', resolve))
    await killAll(profile)
    await closed
    if (!tearLog(profile)) context.skip('this Chromium does not keep IndexedDB in LevelDB')
    expect(tornLogs(profile)).toHaveLength(1)
  }
})
