/** On paper: nothing to press, the receipt's code though it is folded away on the screen, and bars that are printed. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { filed } from '../support/app.ts'
import { journey } from '../support/journey.ts'

const test = journey()

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
