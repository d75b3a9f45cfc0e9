/**
 * Screens that do nothing without a network are on a phone only once they were opened there. Before, and with the plug
 * pulled, every phone has a screen that says so.
 */
import { expect } from 'vitest'
import { journey } from '../support/journey.ts'

const test = journey()

test('a look-up by code says that it needs a network, and stays once it was opened', async ({ visitor }) => {
  await visitor.unplug()
  const page = await visitor.open('/lookup')
  await page.getByText('这一页要联网才能看').waitFor()
  await page.getByRole('heading', { level: 1, name: '凭查询码查进度' }).waitFor()
  await visitor.plug()
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.getByRole('textbox', { name: '查询码' }).waitFor()
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('mingcha-desk')).keys()).length))
    .toBeGreaterThan(0)
  await visitor.die()

  const reopened = await visitor.coldStartOffline('/lookup')
  await reopened.getByRole('textbox', { name: '查询码' }).waitFor()
})
