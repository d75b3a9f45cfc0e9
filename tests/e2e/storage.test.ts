/** Storage trouble in a real browser: a full disk, a store that was emptied, a window that stores nothing. */
import { expect } from 'vitest'
import { photo } from '../support/app.ts'
import { journey } from '../support/journey.ts'

const test = journey().extend('protocol', ({ visitor }) => visitor.context.newCDPSession(visitor.page))

test('a disk that is full at the ninth photo costs the ninth photo only, and says so', async ({
  line,
  visitor,
  protocol,
}) => {
  const { page } = visitor
  const { origin } = new URL(line.url)
  const text = '示例：窗口要求复印九份材料。'
  await visitor.open('/cases/new?kind=complaint')
  await page.getByRole('textbox', { name: '发生了什么' }).fill(text)
  const shades = [10, 30, 50, 70, 90, 110, 130, 150]
  const eight = await Promise.all(shades.map((shade) => photo(`p${shade}.jpg`, shade)))
  await page.getByLabel('从相册选').setInputFiles(eight)
  await expect.poll(() => page.getByRole('button', { name: /删除照片/ }).count(), { timeout: 60_000 }).toBe(8)

  // The browser believes for half a minute what it last heard of the room there is.
  const draft = page.url()
  await page.goto('about:blank')
  await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
  await page.waitForTimeout(45_000)
  await page.goto(draft)
  await expect.poll(() => page.getByRole('button', { name: /删除照片/ }).count()).toBe(8)
  await page.getByLabel('从相册选').setInputFiles([await photo('ninth.jpg', 200)])
  await page
    .getByText(/手机空间不够，没有存下；已存好的都还在/)
    .first()
    .waitFor({ timeout: 60_000 })
  expect(await page.getByRole('button', { name: /删除照片/ }).count()).toBe(8)

  // What was there is there after a reload; with room again, the ninth goes in too and all of it is filed.
  await page.reload()
  expect(await page.getByRole('textbox', { name: '发生了什么' }).inputValue()).toBe(text)
  await expect.poll(() => page.getByRole('button', { name: /删除照片/ }).count()).toBe(8)
  await page.goto('about:blank')
  await protocol.send('Storage.overrideQuotaForOrigin', { origin })
  await page.goto(draft)
  await page.getByLabel('从相册选').setInputFiles([await photo('ninth.jpg', 200)])
  await expect.poll(() => page.getByRole('button', { name: /删除照片/ }).count(), { timeout: 60_000 }).toBe(9)
})

test('a store that was emptied is noticed, and what to do is said', async ({ line, visitor, protocol }) => {
  const page = await visitor.open('/cases/new?kind=suggestion')
  await page.getByRole('textbox', { name: '您的建议' }).fill('建议午间增设值班窗口。')
  await page
    .getByText(/已自动保存/)
    .first()
    .waitFor()
  await expect.poll(() => page.evaluate(() => localStorage.getItem('mingcha.kept'))).toContain('"drafts":1')

  await page.goto('about:blank')
  const { origin } = new URL(line.url)
  await protocol.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
  await visitor.open('/')
  await page.getByText('本机的记录不见了').waitFor()
  await page.getByText(/原有 0 条记录（0 条当时还没送达）、1 份草稿/).waitFor()
  await page.getByRole('button', { name: '知道了' }).click()
  await page.reload()
  await page.getByRole('button', { name: '下载' }).first().waitFor()
  await page.waitForTimeout(2_000)
  expect(await page.getByText('本机的记录不见了').count()).toBe(0)
})

test('a window in which nothing can be stored says so instead of pretending', async ({ phone }) => {
  await phone.context.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
  })
  const page = await phone.open('/')
  await page.getByText('这里存不了东西').waitFor()
  await page.getByText(/请用普通窗口打开/).waitFor()
  expect(await page.getByText('已填写的内容都在本机').count()).toBe(0)
})
