/**
 * A new version while a draft is open: it is brought in quietly, does not interrupt, is offered outside the form, and
 * taking it keeps the draft.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { copyOfApp, journey } from '../support/journey.ts'

const app = copyOfApp()
const test = journey({ APP_DIR: app })

test('an update never interrupts a form, waits for a tap, and keeps the draft', async ({
  server,
  visitor,
}) => {
  const page = await visitor.open('/cases/new?kind=suggestion')
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

  await visitor.open('/cases')
  await page.getByText(text.slice(0, 8)).first().click()
  expect(await page.getByRole('textbox', { name: '您的建议' }).inputValue()).toBe(text)
})
