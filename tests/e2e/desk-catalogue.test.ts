/**
 * The office corrects what an item discloses and publishes it; a citizen's phone that has the old version receives the
 * change alone, and shows it with no network too. And a list from the office's own system, imported in the browser.
 */
import { expect } from 'vitest'
import { deskAt, staffAccount } from '../support/desk-browser.ts'
import { journey } from '../support/journey.ts'
import { officeFile } from '../support/office-file.ts'

const REGION = '000000'
const ITEM = '建筑工程施工许可证核发'
interface Manifest {
  version: number
  url: string
  bytes: number
  deltas: { from: number; url: string; bytes: number }[]
}
const test = journey()
  .extend('office', { scope: 'file' }, async ({ server, browser }) => {
    const account = await staffAccount(server, 'office-e2e', 'office')
    const page = await deskAt(browser, `${server.url}/desk/catalogue`, account)
    await page.getByRole('heading', { name: '各部门公开完整度' }).waitFor()
    return page
  })
  .extend(
    'manifest',
    ({ server }) =>
      async () =>
        (await (await fetch(`${server.url}/api/v1/regions/${REGION}/catalogue`)).json()) as Manifest,
  )

test('a published correction reaches a phone as a delta, and is there offline', async ({
  server,
  visitor,
  office: page,
  manifest,
}) => {
  await visitor.switchOff()
  const old = await manifest()

  // The office finds the item, and reads back how its words are understood.
  await page.goto(`${server.url}/desk/catalogue/items`)
  await page.getByRole('searchbox').fill(ITEM)
  await page.getByRole('searchbox').press('Enter')
  await page
    .getByRole('link', { name: new RegExp(ITEM) })
    .first()
    .click()
  const conditions = '已取得规划许可；场地已具备施工条件；资金已落实（本次更正）'
  await page.getByLabel(/审批条件/).fill(conditions)
  await page.getByLabel(/承诺时限/).fill('三个工作日内')
  await page.getByText(/读作：3 个工作日/).waitFor()
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByText('已保存，发布后群众才看得到。').first().waitFor()
  expect((await manifest()).version).toBe(old.version)

  await page.goto(`${server.url}/desk/catalogue/edits`)
  await page.locator('ins').filter({ hasText: conditions }).waitFor()
  await page.getByRole('button', { name: '发布 1 项修改' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await page.getByText(new RegExp(`第 ${old.version + 1} 版已发布`)).waitFor({ timeout: 60_000 })

  const now = await manifest()
  const delta = now.deltas.find(({ from }) => from === old.version)
  expect(delta?.bytes).toBeLessThan(10_000)

  const { context, page: citizen } = await visitor.switchOn()
  const fetched: { path: string; bytes: number }[] = []
  context.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.includes('/catalogue-files/'))
      fetched.push({ path: pathname, bytes: Number(response.headers()['content-length']) })
  })
  // A phone asks again after a quarter of an hour at the earliest.
  await context.clock.setFixedTime(Date.now() + 20 * 60_000)
  await visitor.open('/')
  await expect.poll(() => fetched.length).toBeGreaterThan(0)
  // The delta, once, in its own few bytes; never the whole file.
  expect(fetched).toEqual([{ path: delta?.url, bytes: delta?.bytes }])

  await citizen.getByRole('searchbox').fill(ITEM)
  await citizen
    .getByRole('link', { name: new RegExp(ITEM) })
    .first()
    .click()
  await citizen.getByText(conditions).first().waitFor()
  const { pathname } = new URL(citizen.url())
  await visitor.switchOff()
  const again = await visitor.coldStartOffline(pathname)
  await again.getByText(conditions).first().waitFor()
})

test('a list imported in the browser shows which rows cannot be taken, and is published when confirmed', async ({
  server,
  office: page,
  manifest,
}) => {
  const { rows, ...file } = officeFile()
  const before = await manifest()
  await page.goto(`${server.url}/desk/catalogue/import`)
  await page.getByLabel('选择文件').setInputFiles(file)
  await page.getByRole('button', { name: '读取并预览' }).click()
  await page.getByText(`读到 ${rows + 2} 行，可导入 ${rows} 行，不能用 2 行`, { exact: false }).waitFor()
  const refused = page.getByRole('region', { name: '不能用的行' })
  const shown = await refused.getByRole('row').allTextContents()
  expect(shown).toHaveLength(3)
  expect(shown[1]).toContain(`${rows + 2}`)
  expect(shown[1]).toContain('编码重复，首次在第 2 行')
  expect(shown[2]).toContain('没有名称')
  expect((await manifest()).version).toBe(before.version)

  await page.getByRole('button', { name: `只发布可用的 ${rows} 项` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await page.waitForURL(/\/catalogue\/versions/, { timeout: 60_000 })
  await page.getByText('事项清单.csv').waitFor()
  expect((await manifest()).version).toBe(before.version + 1)

  // And back: the content of the version before, published again.
  await page.getByRole('button', { name: '恢复到这一版' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '恢复到这一版' }).click()
  await page.getByText(`第 ${before.version + 2} 版已发布`, { exact: false }).waitFor({ timeout: 60_000 })
  expect((await manifest()).version).toBe(before.version + 2)
})
