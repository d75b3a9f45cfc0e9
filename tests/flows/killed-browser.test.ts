/**
 * A phone's browser is killed in the middle of saving and in the middle of sending, again and again, on one profile.
 * Whatever was told as saved is there after each restart; in the end everything has arrived, once.
 *
 * KILLS=100 npx vitest run --project flows tests/flows/killed-browser.test.ts
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { phone } from '../support/browser.ts'
import { publishRegion, REGION } from '../support/filing.ts'
import { tornLogs } from '../support/leveldb-log.ts'
import { buildOutboxApp } from '../support/outbox-app/build.ts'
import { killAll } from '../support/processes.ts'
import { testServer, type TestServer } from '../support/server.ts'

const KILLS = Number(process.env.KILLS ?? 20)

let app: string
let profile: string
let server: TestServer
beforeAll(async () => {
  app = await buildOutboxApp()
  profile = mkdtempSync(join(tmpdir(), 'mingcha-killed-'))
  server = await testServer({ config: { appDir: app } })
  await publishRegion(server.context)
})
afterAll(async () => {
  await killAll(profile)
  await server.close()
  rmSync(app, { recursive: true, force: true })
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

async function open(told: (id: string) => void): Promise<Page> {
  const context = await phone(profile)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.exposeFunction('told', told)
  await page.goto(server.url)
  await page.waitForFunction(() => window.outbox !== undefined)
  return page
}

it(
  `nothing that was told as saved is lost, and all arrives once, over ${KILLS} kills`,
  { timeout: 60_000 * (1 + KILLS) },
  async () => {
    const saved = new Set<string>()
    // What a kill can do to the browser's own store; tests/flows/torn-log.test.ts does it every time.
    let torn = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const page = await open((id) => saved.add(id))
      const { filed, broken, setAside } = await page.evaluate(() => window.outbox!.known())
      const there = new Set(filed)
      expect(
        [...saved].filter((id) => !there.has(id)),
        `lost of ${saved.size} by kill ${kill}`,
      ).toEqual([])
      expect([broken, setAside]).toEqual([[], 0])
      const before = saved.size
      await page.evaluate((region) => window.outbox!.saveOn(region), REGION)
      // Every other time it is sending as well.
      if (kill % 2 === 1) await page.evaluate(() => window.outbox!.sendOn())
      await expect.poll(() => saved.size, { timeout: 30_000 }).toBeGreaterThan(before)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400))
      const closed = new Promise((resolve) => page.context().once('close', resolve))
      await killAll(profile)
      await closed
      if (tornLogs(profile).length > 0) torn++
    }

    const page = await open(() => undefined)
    await expect
      .poll(async () => (await page.evaluate(() => window.outbox!.drain())).waiting, { timeout: 60_000 })
      .toBe(0)
    const known = await page.evaluate(() => window.outbox!.known())
    expect(known).toMatchObject({ waiting: [], needsAttention: 0, setAside: 0 })
    await page.context().close()
    const { db } = server.context
    const cases = await db.selectFrom('cases').select('id').execute()
    const events = await db.selectFrom('case_events').select('case_id').execute()
    const operations = await db.selectFrom('operations').select('id').execute()
    // A record whose transaction ended but which was killed before it could be told may be there too, never a told one not.
    expect([...saved].filter((id) => !known.filed.includes(id))).toEqual([])
    for (const rows of [
      cases.map(({ id }) => id),
      events.map(({ case_id }) => case_id),
      operations.map(({ id }) => id),
    ]) {
      expect(new Set(rows).size, 'nothing twice').toBe(rows.length)
      expect(rows.sort(), 'the server has exactly what the phone has').toEqual(known.filed.slice().sort())
    }
    console.log(
      `browser killed ${KILLS} times: ${saved.size} told as saved, ${known.filed.length} kept, ${cases.length} arrived; ${torn} kills left the browser’s log torn`,
    )
  },
)
