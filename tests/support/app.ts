/** What every journey does with the app: open it for the first time, file something, add a photo. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'

export const newProfile = (): string => mkdtempSync(join(tmpdir(), 'mingcha-phone-'))

/** The first visit: choose the sample district, wait until all of its catalogue and the app itself are on the phone. */
export async function firstVisit(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: '下载' }).first().click()
  await page.getByRole('searchbox').waitFor()
  await page.getByText('离线可用').waitFor()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      )
  })
}

/** Waits for the screen that a sent form leads to; says the id of what was filed. */
export async function filed(page: Page, screen: 'cases' | 'ratings' = 'cases'): Promise<string> {
  await page.waitForURL(new RegExp(`/${screen}/[0-9a-f-]{36}$`))
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** A photo as a camera makes it: large, with EXIF and a position. `shade` makes each one different. */
export async function photo(
  name: string,
  shade: number,
): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const buffer = await sharp({
    create: {
      width: 3000,
      height: 2000,
      channels: 3,
      background: { r: shade, g: 120, b: 90 },
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  })
    .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 27/1 0/1' } })
    .jpeg({ quality: 92 })
    .toBuffer()
  return { name, mimeType: 'image/jpeg', buffer }
}
