/**
 * A new version while a draft is open: it is brought in quietly, does not interrupt, is offered outside the form, and
 * taking it keeps the draft.
 */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstVisit, newProfile } from '../support/app.ts'
import { phone } from '../support/browser.ts'
import { product, type Product } from '../support/product.ts'

const app = mkdtempSync(join(tmpdir(), 'mingcha-app-'))
let server: Product
beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../dist/app'), app, { recursive: true })
  server = await product({ APP_DIR: app })
})
afterAll(() => server.stop())

test('an update never interrupts a form, waits for a tap, and keeps the draft', async () => {
  const context = await phone(newProfile())
  const page = context.pages()[0] ?? (await context.newPage())
  await firstVisit(page, server.url)
  await page.goto(`${server.url}/cases/new?kind=suggestion`)
  const text = '建议午间增设值班窗口，上班的人只有中午有空。'
  await page.getByRole('textbox', { name: '您的建议' }).fill(text)
  await page
    .getByText(/已自动保存/)
    .first()
    .waitFor()

  // A new build is put in place: its service worker differs by a byte, as every build's does.
  const worker = join(app, 'sw.js')
  writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// another build\n`)
  await server.kill('SIGTERM')
  await server.restart()
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    await registration?.update()
  })
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state))
    .toBe('installed')

  // Nothing moves while something is being written.
  await page.waitForTimeout(500)
  expect(await page.getByText('新版本已就绪').count()).toBe(0)
  expect(await page.getByRole('textbox', { name: '您的建议' }).inputValue()).toBe(text)

  await page
    .getByRole('link', { name: '关闭' })
    .or(page.getByRole('button', { name: '关闭' }))
    .first()
    .click()
  await page.getByText('新版本已就绪').waitFor()
  const reloaded = page.waitForEvent('load')
  await page.getByRole('button', { name: '换用新版' }).click()
  await reloaded
  expect(
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state),
  ).toBeUndefined()

  await page.goto(`${server.url}/cases`)
  await page.getByText(text.slice(0, 8)).first().click()
  expect(await page.getByRole('textbox', { name: '您的建议' }).inputValue()).toBe(text)
  await context.close()
})
