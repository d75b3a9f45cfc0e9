/** A region's first catalogue comes from its office's browser: nothing but the account is made at a terminal. */
import { expect } from 'vitest'
import { deskAt, staffAccount } from '../support/desk-browser.ts'
import { journey } from '../support/journey.ts'
import { officeFile } from '../support/office-file.ts'

const REGION = '511600'
const test = journey({ SAMPLE: '0' })

test('a new region’s office imports its list, and a phone finds what it published', async ({
  server,
  browser,
  phone,
}) => {
  expect(await server.command('admin', 'create-region', '--region', REGION, '--name', '试点市')).toContain(
    REGION,
  )
  const listed = async () =>
    ((await (await fetch(`${server.url}/api/v1/regions`)).json()) as { regions: unknown[] }).regions
  expect(await listed()).toEqual([])

  const office = await deskAt(
    browser,
    `${server.url}/desk`,
    await staffAccount(server, 'first', 'office', { region: REGION }),
  )
  // Where nothing is published the desk begins with the catalogue; its other screens are empty, not broken.
  await office.getByText('还没有发布过事项目录').waitFor()
  await office.goto(`${server.url}/desk/cases`)
  await office.getByText('这里没有诉求').waitFor()
  await office.goto(`${server.url}/desk`)
  await office.getByText('还没有发布过事项目录').waitFor()
  await office.locator('.empty').getByRole('link').click()

  const { rows, ...file } = officeFile()
  await office.getByLabel('选择文件').setInputFiles(file)
  await office.getByRole('button', { name: '读取并预览' }).click()
  await office.getByText(`读到 ${rows + 2} 行，可导入 ${rows} 行，不能用 2 行`, { exact: false }).waitFor()
  const refused = await office.getByRole('region', { name: '不能用的行' }).getByRole('row').allTextContents()
  expect(refused[1]).toContain('编码重复，首次在第 2 行')
  expect(refused[2]).toContain('没有名称')
  expect(await listed()).toEqual([])
  await office.getByRole('button', { name: `只发布可用的 ${rows} 项` }).click()
  await office.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await office.waitForURL(/\/catalogue\/versions/, { timeout: 60_000 })
  await office.getByText('事项清单.csv').waitFor()
  expect(await listed()).toMatchObject([{ code: REGION, name: '试点市', version: 1, items: rows }])
  await office.goto(`${server.url}/desk`)
  await office.getByRole('heading', { name: '诉求收件箱' }).waitFor()

  const { page: mobile } = await phone.firstVisit()
  await mobile.getByRole('searchbox').fill('证')
  await mobile.locator('a[href*="/i/"]').first().waitFor()
}, 300_000)
