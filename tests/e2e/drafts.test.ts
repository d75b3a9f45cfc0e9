/** A draft in two windows of one phone; and where the keyboard stands when what it stood on goes. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { journey } from '../support/journey.ts'

const test = journey()

const words = (page: Page) => page.getByRole('textbox', { name: '发生了什么' })
/** That text is on the disk, whatever the screen says. */
const saved = (page: Page, text: string) =>
  expect
    .poll(() =>
      page.evaluate(async () => {
        const opening = indexedDB.open('mingcha')
        const db = await new Promise<IDBDatabase>((resolve) => {
          opening.onsuccess = () => {
            resolve(opening.result)
          }
        })
        const reading = db.transaction('drafts').objectStore('drafts').getAll()
        const drafts = await new Promise<{ data: { text: string } }[]>((resolve) => {
          reading.onsuccess = () => {
            resolve(reading.result as never)
          }
        })
        db.close()
        return drafts.map(({ data }) => data.text)
      }),
    )
    .toEqual([text])
/** As the browser says it when a window comes to the front; both of them are in front for an automated one. */
const toFront = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
const focused = (page: Page) =>
  page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent.trim()}`)

test('a window that is behind reads what the other one wrote, and never writes over it', async ({
  visitor,
}) => {
  const one = await visitor.open('/cases/new?kind=complaint')
  await words(one).fill('起头')
  await saved(one, '起头')
  const two = await visitor.context.newPage()
  await two.goto(one.url())
  await expect.poll(() => words(two).inputValue()).toBe('起头')

  await words(one).fill('起头，第一个窗口接着写了很多')
  await saved(one, '起头，第一个窗口接着写了很多')
  await words(two).fill('起头，第二个窗口')
  await two.getByText('内容刚被更新过').waitFor()
  expect(await words(two).inputValue(), 'what was typed stays to be copied').toBe('起头，第二个窗口')
  await two.reload()
  await expect.poll(() => words(two).inputValue()).toBe('起头，第一个窗口接着写了很多')

  await words(two).fill('第二个窗口写完了')
  await saved(two, '第二个窗口写完了')
  await toFront(one)
  await expect.poll(() => words(one).inputValue()).toBe('第二个窗口写完了')
})

test('the keyboard stands on something when a screen is opened and a draft discarded', async ({
  visitor,
}) => {
  const page = await visitor.open('/cases')
  await page.getByRole('link', { name: /投诉/ }).first().focus()
  await page.keyboard.press('Enter')
  await words(page).waitFor()
  await expect.poll(() => focused(page)).toBe('H1 投诉')
  await words(page).fill('窗口没人')
  await saved(page, '窗口没人')
  await page.getByRole('button', { name: '关闭' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^丢弃草稿/ }).focus()
  await page.keyboard.press('Enter')
  const sure = page.getByRole('dialog').getByRole('button', { name: '丢弃草稿' })
  await sure.focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByText('窗口没人').count()).toBe(0)
  await expect.poll(() => focused(page)).not.toMatch(/^BODY/)
})
