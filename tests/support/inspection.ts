/** What a supervisor does with a phone in the hall: enrol, unlock, answer whatever the checklist asks. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { deskInspections } from '../../src/contract/desk/inspections.ts'
import { photo } from './app.ts'
import { signIn } from './desk.ts'
import { staffAccount } from './desk-browser.ts'
import type { Handset } from './handset.ts'
import type { Product } from './product.ts'

const PIN = '730519'

/** A new supervisor's one-time code. */
export async function appoint(server: Product, name = '周敏'): Promise<string> {
  const printed = await server.command('admin', 'appoint', '--region', '000000', '--name', name)
  const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(printed)?.[0]
  if (!code) throw new Error(`no code in: ${printed}`)
  return code
}

/** The office asks the supervisor about an inspection that has come in, as its desk would. */
export async function askAbout(server: Product, id: string, question: string): Promise<void> {
  const { login, password } = await staffAccount(server, `office-${id.slice(-8)}`, 'office')
  const desk = await signIn(server, login, password)
  const { eventCount } = await desk.ask(deskInspections.detail, { params: { id } })
  await desk.ask(deskInspections.step, {
    params: { id },
    body: { type: 'ask', question, expected: eventCount },
  })
}

/** Fills in the form and sends it off, however that ends. */
export async function askToEnrol(phone: Handset, code: string): Promise<Page> {
  const page = await phone.open('/me/supervisor')
  await page.getByLabel('登记码').fill(code)
  await page.getByLabel('设一个 6 位 PIN').fill(PIN)
  await page.getByLabel('再输一次').fill(PIN)
  await page.getByRole('button', { name: '登记这台手机' }).click()
  return page
}

export async function enrol(phone: Handset, code: string): Promise<void> {
  const page = await askToEnrol(phone, code)
  await page.getByRole('button', { name: '抽取一次' }).waitFor()
}

export async function unlock(page: Page): Promise<void> {
  await page.getByRole('button', { name: '1', exact: true }).waitFor()
  for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click()
}

/** Answers whatever the screen asks, as a supervisor in a hurry would. */
async function answer(page: Page, words: string): Promise<void> {
  const tiles = page.locator('.answer .tile')
  if ((await tiles.count()) > 0) await tiles.first().click()
  const start = page.getByRole('button', { name: '开始计时' })
  if ((await start.count()) > 0) {
    await start.click()
    await page.getByRole('button', { name: '停', exact: true }).click()
  }
  const more = page.getByRole('button', { name: '加一' })
  if ((await more.count()) > 0) await more.first().click()
  const text = page.locator('.answer textarea')
  if ((await text.count()) > 0) await text.first().fill(words)
  // The board on the wall: one fact differs, one is not posted, the rest of each item agrees.
  const items = page.locator('.check-tabs button')
  for (let item = 0; item < (await items.count()); item++) {
    await items.nth(item).click()
    if (item === 0) {
      await page.locator('.verdicts').nth(3).getByText('未张贴').click()
      await page.locator('.verdicts').nth(5).getByText('不一致').click()
      await page.getByLabel('墙上写的是').fill('10 个工作日')
    }
    await page.getByRole('button', { name: '其余都一致' }).click()
  }
}

/**
 * Goes through the whole checklist to its review, with so many photos on the way.
 * @returns how many photos it could take
 */
export async function answerAll(
  page: Page,
  wanted: number,
  words = '窗口旁贴有监督电话，拨打后有人接听。',
): Promise<number> {
  let photos = 0
  const next = page.getByRole('button', { name: /^(下一题|检查并封存)$/ })
  const review = page.getByRole('heading', { name: '检查一遍' })
  for (let question = 0; question < 120 && (await review.count()) === 0; question++) {
    // The checklist is read while the screen is already there.
    await page.locator('.answer').or(review).first().waitFor()
    await answer(page, words)
    const camera = page.locator('.answer input[type=file]')
    if (photos < wanted && (await camera.count()) > 0) {
      await camera.first().setInputFiles(await photo(`evidence-${photos}.jpg`, 60 + 40 * photos))
      photos++
      await expect.poll(() => page.getByRole('button', { name: '删除照片 1' }).count()).toBe(1)
    }
    await next.click()
  }
  await review.waitFor()
  return photos
}
