/** A notice that was read, or stood at the head of the list, is read from a cold start with no network. */
import { expect } from 'vitest'
import { journey } from '../support/journey.ts'

const test = journey()

test('the shared address of a notice opens from a cold start with the network cut', async ({ visitor }) => {
  const page = await visitor.open('/r/000000/public-notices')
  const links = page.locator('.bulletin a')
  await links.first().waitFor()
  const title = (await links.first().textContent()) ?? ''
  const address = (await links.first().getAttribute('href')) ?? ''
  // Fetched with the list, never opened.
  const kept = () =>
    page.evaluate(
      (path) =>
        new Promise<boolean>((resolve) => {
          const opening = indexedDB.open('mingcha')
          opening.onsuccess = () => {
            const { result } = opening
            const asking = result.transaction('publicAnswers').objectStore('publicAnswers').getKey(path)
            asking.onsuccess = () => {
              result.close()
              resolve(asking.result !== undefined)
            }
          }
        }),
      `/api/v1/regions/000000/notices/${address.split('/').at(-1)}`,
    )
  await expect.poll(kept).toBe(true)
  await page.waitForTimeout(500)
  await visitor.die()

  const reopened = await visitor.coldStartOffline(address)
  await reopened.getByRole('heading', { name: title }).waitFor()
  await reopened.getByText('没有网络 · 以下是').waitFor()
  await visitor.open('/r/000000/public-notices')
  await reopened.getByText(title).first().waitFor()
  await reopened.getByText('没有网络 · 以下是').waitFor()
  await reopened.getByRole('heading', { name: /^\d{4} 年度得分/ }).waitFor()
})
