/**
 * A catalogue as large as a province's is searched in a worker over an index that is made once, kept, and there again
 * with the plug pulled. When the browser stops the worker, the page searches by itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coldStart, firstVisit, newProfile } from '../support/app.ts'
import { phone } from '../support/browser.ts'
import { network, type Network } from '../support/network.ts'
import { product, type Product } from '../support/product.ts'

const TOWNS = Array.from('东西南北上下前后左右新旧大小高低', (one) => `${one}山镇`)
const THINGS = Array.from('路桥田林水电气房船车厂店校医药书', (one) => `${one}务`)
const ACTS = ['许可', '备案', '登记', '注销', '变更', '补发', '延续', '年检']
const KINDS = ['新办', '遗失', '加急', '一次性']

let server: Product
let line: Network
const folder = mkdtempSync(join(tmpdir(), 'mingcha-province-'))
const file = join(folder, 'items.csv')

/** More than eight thousand items under names of their own, and others that are like none of them. */
async function publish(...others: string[]): Promise<void> {
  const names = TOWNS.flatMap((town) =>
    THINGS.flatMap((thing) => ACTS.flatMap((act) => KINDS.map((kind) => `${town}${thing}${act}（${kind}）`))),
  )
  const rows = [...names, ...others].map((name, i) => `${name},${THINGS[i % THINGS.length]}局,P-${i}`)
  writeFileSync(file, ['事项名称,实施部门,事项编码', ...rows].join('\n'))
  await server.command('import', file, '--region', '450000', '--region-name', '测试省')
}

beforeAll(async () => {
  server = await product({ SAMPLE: '0' })
  line = await network(server.url)
  await publish('珍稀苗木采集证核发')
})
afterAll(async () => {
  await line.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const searchWorker = (page: Page) => page.workers().find((worker) => worker.url().includes('search-worker'))
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () =>
    (await (await caches.open('mingcha-search')).keys()).map(({ url }) => new URL(url).pathname),
  )
async function finds(page: Page, typed: string, name: string): Promise<void> {
  await page.getByRole('searchbox').fill(typed)
  await expect.poll(() => page.locator('.item-name').first().textContent()).toContain(name)
}

test('finds among eight thousand items, offline too, and after a new version', async () => {
  const profile = newProfile()
  const first = await phone(profile)
  const page = first.pages()[0] ?? (await first.newPage())
  await firstVisit(page, line.url)
  await finds(page, 'zxmm', '珍稀苗木采集证核发')
  expect(searchWorker(page)).toBeDefined()
  await expect.poll(() => kept(page)).toEqual(['/search-index/450000/1'])
  // Not all of a town's are drawn, but all are counted.
  await page.getByRole('searchbox').fill('dongshanzhen')
  await page.getByText(`${THINGS.length * ACTS.length * KINDS.length} 项`).waitFor()
  await first.close()

  line.off()
  const { context, page: offline } = await coldStart(profile, line.url)
  await finds(offline, 'zhenxi苗木', '珍稀苗木采集证核发')
  expect(searchWorker(offline)).toBeDefined()

  line.on()
  await publish('珍稀苗木采集证核发', '濒危药材采收证核发')
  // The list asks for a newer version once a quarter of an hour.
  await context.clock.setFixedTime(Date.now() + 20 * 60_000)
  await offline.reload()
  await expect.poll(() => kept(offline), { timeout: 40_000 }).toEqual(['/search-index/450000/2'])
  await finds(offline, 'binwei', '濒危药材采收证核发')
  await context.close()
})

test('searches on the page when the worker is gone', async () => {
  const context = await phone(newProfile())
  await context.route('**/search-worker-*', (route) => route.abort())
  const page = context.pages()[0] ?? (await context.newPage())
  await firstVisit(page, line.url)
  await finds(page, 'zxmm', '珍稀苗木采集证核发')
  expect(searchWorker(page)).toBeUndefined()
  await context.close()
})
