/**
 * What only a laid-out page shows: on a phone no figure of the board breaks, the desk stays as wide as the window, and
 * on paper there is nothing to press, nothing folded away, and bars that are printed.
 */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { filed } from '../support/app.ts'
import { deskAt, staffAccount } from '../support/desk-browser.ts'
import { journey } from '../support/journey.ts'

const test = journey()
const PHONE = { width: 390, height: 844 }

/** Figures of which a part stands on another line. */
const broken = (page: Page) =>
  page.locator('main').evaluate((main) => {
    const found: string[] = []
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const { 0: figure, index } of (node.textContent ?? '').matchAll(/(?:n ?= ?)?\d[\d.,]*%?/g)) {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + figure.length)
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
        if (lines.size > 1) found.push(figure)
      }
    return found
  })
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('no figure of the board breaks, and the bars of the eight facts begin and end together', async ({
  visitor: { page },
}) => {
  await page.goto(new URL('/board', page.url()).href)
  await page.locator('.bar-table').nth(1).waitFor()
  expect(await page.getByText(/^n=\d+$/).count()).toBeGreaterThan(0)
  expect(await broken(page)).toEqual([])
  const tracks = await page.locator('.bars-track').evaluateAll((all) =>
    all.map((one) => {
      const { left, right } = one.getBoundingClientRect()
      return `${Math.round(left)}–${Math.round(right)}`
    }),
  )
  expect(tracks).toHaveLength(8)
  expect(new Set(tracks).size).toBe(1)
  await page.locator('.departments tbody a').first().click()
  await page.locator('.score-line').waitFor()
  expect(await broken(page)).toEqual([])
  expect(await sideways(page)).toBe(0)
})

test('the desk shows where one is in its navigation, and no long name makes it wider', async ({
  server,
  browser,
}) => {
  const account = await staffAccount(server, 'e2e-narrow', 'office')
  const page = await deskAt(browser, `${server.url}/desk/cases?tab=all&kind=complaint`, account, PHONE)
  await page.getByRole('button', { name: '保存当前视图' }).click()
  await page.locator('.saved-view-name input').fill('综合窗口一月以来的投诉'.repeat(4).slice(0, 40))
  await page.locator('.saved-view-name').getByRole('button').click()
  await page.locator('.saved-view').waitFor()
  expect(await sideways(page)).toBe(0)
  await page.goto(`${server.url}/desk/cases?tab=all`)
  await page.locator('.saved-view').waitFor()
  expect(await sideways(page)).toBe(0)

  await page.goto(`${server.url}/desk/reports`)
  const here = page.getByRole('navigation').locator('[aria-current=page]')
  await expect.poll(() => here.textContent()).toBe('月报')
  const inSight = () =>
    here.evaluate((link) => {
      const { left, right } = link.getBoundingClientRect()
      return left >= 0 && right <= window.innerWidth
    })
  await expect.poll(inSight).toBe(true)
  // Gone to by a link of a screen, not of the row itself.
  await page.evaluate(() => window.history.back())
  await expect.poll(() => here.textContent()).toBe('诉求')
  await expect.poll(inSight).toBe(true)
})

/** What a printed page still shows to be pressed. */
const pressable = (page: Page) =>
  page
    .locator('.button, .bar-button, nav, .skip')
    .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent.trim()))

test('an item, the board and a receipt are printed as documents', async ({ visitor }) => {
  const { page } = visitor
  await page.locator('.item-row a').first().click()
  await page.getByText('审批依据').first().waitFor()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await pressable(page)).toEqual([])
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  )

  await page.emulateMedia({ media: null })
  await visitor.open('/board')
  await page.locator('.bar-table').nth(1).waitFor()
  await page.emulateMedia({ media: 'print' })
  expect(await pressable(page)).toEqual([])
  const bar = page.locator('.bars-track > i').first()
  expect(await bar.evaluate((one) => getComputedStyle(one).getPropertyValue('print-color-adjust'))).toBe(
    'exact',
  )

  await page.emulateMedia({ media: null })
  await visitor.open('/cases/new?kind=enquiry')
  await page.locator('textarea').first().fill('身份证丢了怎么补？')
  await page.getByRole('button', { name: /^提交/ }).click()
  await filed(page)
  await page.getByText('已送达').first().waitFor()
  await page.emulateMedia({ media: 'print' })
  expect(await pressable(page)).toEqual([])
  // Folded away on the screen, as the code is once a case has moved.
  await page.emulateMedia({ media: null })
  await page.locator('details.fold > summary').click()
  const folded = page.locator('details.fold:not([open]) > :not(summary)').first()
  const seen = () => folded.evaluate((one) => one.checkVisibility())
  expect(await seen()).toBe(false)
  await page.emulateMedia({ media: 'print' })
  expect(await seen()).toBe(true)
})
