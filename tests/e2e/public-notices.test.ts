/** A notice that was read, or stood at the head of the list, is read from a cold start with no network. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coldStart, firstVisit, killBrowser, newProfile, unplug } from '../support/app.ts'
import { phone } from '../support/browser.ts'
import { network, type Network } from '../support/network.ts'
import { product, type Product } from '../support/product.ts'

let server: Product
let line: Network
beforeAll(async () => {
  server = await product()
  line = await network(server.url)
})
afterAll(async () => {
  await line.close()
  await server.stop()
})

test('the shared address of a notice opens from a cold start with the network cut', async () => {
  const profile = newProfile()
  const first = await phone(profile)
  const page = first.pages()[0] ?? (await first.newPage())
  await firstVisit(page, line.url)
  await page.goto(`${line.url}/r/000000/public-notices`)
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
  killBrowser(profile)
  await first.close().catch(() => undefined)

  line.off()
  const { context, page: reopened } = await coldStart(profile, line.url + address)
  await unplug(line, context)
  await reopened.getByRole('heading', { name: title }).waitFor()
  await reopened.getByText('没有网络 · 以下是').waitFor()
  await reopened.goto(`${line.url}/r/000000/public-notices`)
  await reopened.getByText(title).first().waitFor()
  await reopened.getByText('没有网络 · 以下是').waitFor()
  await reopened.getByRole('heading', { name: /^\d{4} 年度得分/ }).waitFor()
  await context.close()
})
