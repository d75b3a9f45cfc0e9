/** What every journey does: open the app on a phone, choose the sample district, pull the plug. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { phone } from './browser.ts'
import type { Network } from './network.ts'

export const newProfile = (): string => mkdtempSync(join(tmpdir(), 'mingcha-phone-'))

/** Takes the network away for the page, for the service worker and for `navigator.onLine`. */
export async function unplug(network: Network, context: BrowserContext): Promise<void> {
  network.off()
  await context.setOffline(true)
}
export async function plug(network: Network, context: BrowserContext): Promise<void> {
  network.on()
  await context.setOffline(false)
}

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

/** Opens the app as from the home screen: a new process on the same profile. */
export async function coldStart(
  profile: string,
  url: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await phone(profile)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(url)
  return { context, page }
}

/** Kills every process of this phone's browser, as an empty battery would. */
export function killBrowser(profile: string): void {
  try {
    execFileSync('pkill', ['-9', '-f', profile])
  } catch {
    // pkill answers 1 when there was nothing left to kill.
  }
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
