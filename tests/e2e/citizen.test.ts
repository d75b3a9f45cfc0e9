/**
 * A citizen's day: first visit, then no network at all — cold start, search by initials, a one-time notice, a complaint
 * with two photos — then the network is back, it is delivered once, and another device follows it by its code.
 */
import { expect } from 'vitest'
import { filed, photo } from '../support/app.ts'
import { Handset } from '../support/handset.ts'
import { journey } from '../support/journey.ts'

const test = journey()
  // Somebody else's phone, on which nothing of it is known.
  .extend('elsewhere', ({ line }, { onCleanup }) => {
    const phone = new Handset(line)
    onCleanup(() => phone.discard())
    return phone
  })

test('looks up, complains offline with a notice and two photos, is delivered once, and is followed by code', async ({
  server,
  visitor,
  elsewhere,
}) => {
  await visitor.switchOff()

  // No network from here on, and a new process.
  const page = await visitor.coldStartOffline('/')
  // What the icon on the home screen is told, from the next page on; a test's browser has no home screen.
  await visitor.context.addInitScript(() => {
    const told: number[] = []
    const note = (count: number) => (told.push(count), Promise.resolve())
    Object.defineProperties(navigator, {
      setAppBadge: { value: (count: number) => note(count) },
      clearAppBadge: { value: () => note(0) },
      badges: { value: told },
    })
  })
  const badge = () => page.evaluate(() => (navigator as Navigator & { badges: number[] }).badges.at(-1))
  await page.getByRole('searchbox').fill('sgxk')
  const hit = page.getByRole('link', { name: /建筑工程施工许可证核发/ }).first()
  await hit.waitFor()
  expect(await page.getByRole('status').filter({ hasText: '首字母' }).count()).toBe(1)
  await hit.click()
  await page.getByRole('button', { name: '一次性告知单' }).click()
  await page.waitForURL(/\/notice\//)
  await page.getByRole('checkbox').first().check()
  await page.getByRole('link', { name: '凭单投诉' }).click()

  const text = '10月9日在综合窗口交材料，对方另要一份告知单上没有的证明，不给就不收件。'
  await page.getByRole('textbox', { name: '发生了什么' }).fill(text)
  await page
    .getByLabel('从相册选')
    .setInputFiles([await photo('board.jpg', 40), await photo('window.jpg', 200)])
  await expect.poll(() => page.getByRole('button', { name: /删除照片/ }).count()).toBe(2)
  await expect.poll(() => page.getByText(/已自动保存/).count()).toBeGreaterThan(0)

  // A reload in the middle of writing loses nothing.
  await page.reload()
  expect(await page.getByRole('textbox', { name: '发生了什么' }).inputValue()).toBe(text)
  await expect.poll(() => page.getByRole('button', { name: /删除照片/ }).count()).toBe(2)

  await page.getByRole('button', { name: /^提交/ }).dblclick()
  const id = await filed(page)
  const code = (await page.locator('.code .group').allTextContents()).join('-')
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
  // What the phone believes of the network is a hint: it says that there is none, or that the server is out of reach.
  await page
    .getByText(/有网后自动送达，不用守着。|连不上服务器/)
    .first()
    .waitFor()
  expect(await server.query('select 1 from cases where id = $1', [id])).toHaveLength(0)

  await expect.poll(badge).toBe(1)

  await visitor.plug()
  await page
    .getByText(/已\s*送达/)
    .first()
    .waitFor({ timeout: 60_000 })
  await expect.poll(badge).toBe(0)

  const [row] = await server.query<{
    text: string
    photos: number
    operations: number
    notice: { item: string }
  }>(
    `select text, notice, (select count(*)::int from case_photos where case_id = cases.id) as photos,
       (select count(*)::int from operations where id = cases.id) as operations from cases where id = $1`,
    [id],
  )
  expect(row).toMatchObject({ text, photos: 2, operations: 1 })
  expect(row?.notice.item).toBeTruthy()
  expect(await server.query('select 1 from cases where text = $1', [text])).toHaveLength(1)

  // What left the phone carries neither the camera's data nor a position.
  const blobs = await server.query<{ data: Buffer }>(
    'select b.data from blobs b join case_photos p on p.sha256 = b.sha256 where p.case_id = $1',
    [id],
  )
  expect(blobs).toHaveLength(2)
  for (const { data } of blobs) {
    expect(data.includes('Exif')).toBe(false)
    expect(data.length).toBeLessThan(320_000)
  }
  await visitor.switchOff()

  const other = await elsewhere.coldStart('/lookup')
  await other.getByRole('textbox', { name: '查询码' }).fill(code.toLowerCase().replaceAll('-', ' '))
  await other.getByRole('button', { name: '查进度' }).click()
  await other.getByText('待受理').first().waitFor()
  await other.getByText('投诉内容').click()
  await other.getByText(text).waitFor()
})

test('a rating sent by a double tap, offline, counts once', async ({ server, visitor }) => {
  const { page } = visitor
  const before = await server.query('select id from ratings')
  await visitor.unplug()

  await page.getByRole('link', { name: /许可/ }).first().click()
  await page.getByRole('button', { name: '投诉 · 评价' }).click()
  await page.getByRole('link', { name: /评价/ }).click()
  await page.getByRole('radio', { name: '非常满意' }).check({ force: true })
  await page.getByRole('button', { name: '送出评价' }).dblclick()
  await page.getByRole('heading', { name: '谢谢您的评价' }).waitFor()

  await visitor.plug()
  await page.getByText('已送达').first().waitFor({ timeout: 60_000 })
  await visitor.open('/me')
  await expect.poll(() => server.query('select id from ratings')).toHaveLength(before.length + 1)
  await page.reload()
  await page.waitForTimeout(1500)
  expect(await server.query('select id from ratings')).toHaveLength(before.length + 1)
})
