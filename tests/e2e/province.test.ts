/**
 * A catalogue as large as a province's is searched in a worker over an index that is made once, kept, and there again
 * with the plug pulled. When the browser stops the worker, the page searches by itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { journey } from '../support/journey.ts'
import type { Product } from '../support/product.ts'

const test = journey({ SAMPLE: '0' })

const TOWNS = Array.from('东西南北上下前后左右新旧大小高低', (one) => `${one}山镇`)
const THINGS = Array.from('路桥田林水电气房船车厂店校医药书', (one) => `${one}务`)
const ACTS = ['许可', '备案', '登记', '注销', '变更', '补发', '延续', '年检']
const KINDS = ['新办', '遗失', '加急', '一次性']

const folder = mkdtempSync(join(tmpdir(), 'mingcha-province-'))
const file = join(folder, 'items.csv')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** More than eight thousand items under names of their own, and others that are like none of them. */
async function publish(server: Product, ...others: string[]): Promise<void> {
  const names = TOWNS.flatMap((town) =>
    THINGS.flatMap((thing) => ACTS.flatMap((act) => KINDS.map((kind) => `${town}${thing}${act}（${kind}）`))),
  )
  const rows = [...names, ...others].map((name, i) => `${name},${THINGS[i % THINGS.length]}局,P-${i}`)
  writeFileSync(file, ['事项名称,实施部门,事项编码', ...rows].join('\n'))
  await server.command('import', file, '--region', '450000', '--region-name', '测试省')
}

const searchWorker = (page: Page) => page.workers().find((worker) => worker.url().includes('search-worker'))
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () =>
    (await (await caches.open('mingcha-search')).keys()).map(({ url }) => new URL(url).pathname),
  )
async function finds(page: Page, typed: string, name: string): Promise<void> {
  await page.getByRole('searchbox').fill(typed)
  await expect.poll(() => page.locator('.item-name').first().textContent()).toContain(name)
}

test('finds among eight thousand items, offline too, and after a new version', async ({ server, phone }) => {
  await publish(server, '珍稀苗木采集证核发')
  await phone.firstVisit()
  const { page } = phone
  await finds(page, 'zxmm', '珍稀苗木采集证核发')
  expect(searchWorker(page)).toBeDefined()
  await expect.poll(() => kept(page)).toEqual(['/search-index/450000/1'])
  // Not all of a town's are drawn, but all are counted.
  await page.getByRole('searchbox').fill('dongshanzhen')
  await page.getByText(`${THINGS.length * ACTS.length * KINDS.length} 项`).waitFor()
  await phone.switchOff()

  const offline = await phone.coldStartOffline('/')
  await finds(offline, 'zhenxi苗木', '珍稀苗木采集证核发')
  expect(searchWorker(offline)).toBeDefined()

  await phone.plug()
  await publish(server, '珍稀苗木采集证核发', '濒危药材采收证核发')
  // The list asks for a newer version once a quarter of an hour.
  await phone.context.clock.setFixedTime(Date.now() + 20 * 60_000)
  await offline.reload()
  await expect.poll(() => kept(offline), { timeout: 40_000 }).toEqual(['/search-index/450000/2'])
  await finds(offline, 'binwei', '濒危药材采收证核发')
})

test('searches on the page when the worker is gone', async ({ phone }) => {
  await phone.context.route('**/search-worker-*', (route) => route.abort())
  await phone.firstVisit()
  await finds(phone.page, 'zxmm', '珍稀苗木采集证核发')
  expect(searchWorker(phone.page)).toBeUndefined()
})
