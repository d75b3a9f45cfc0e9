/**
 * What a supervisor types lies nowhere on the phone in the clear: not in IndexedDB, nor in a cache, a log or any other
 * file of the browser's profile, neither while it is a draft nor once it is sealed and waits to be sent.
 */
import { expect } from 'vitest'
import { answerAll, appoint, enrol, unlock } from '../support/inspection.ts'
import { journey } from '../support/journey.ts'
import { found } from '../support/profile-search.ts'

const test = journey()

const SEALED = 'Sealed7Marker92Quokka'
const DRAFT = 'Draft5Marker31Wombat'
const OPEN = 'Open3Marker74Numbat'

test('neither a draft nor a sealed, unsent inspection can be read from the phone’s files', async ({
  server,
  visitor,
}) => {
  const { page, profile } = visitor
  await enrol(visitor, await appoint(server))
  for (const visits of [1, 2]) {
    await page.getByRole('button', { name: '抽取一次' }).click()
    await expect.poll(() => page.locator('a[href*="/me/supervisor/new?visit="]').count()).toBe(visits)
  }
  await visitor.unplug()

  const begin = async () => {
    await page.locator('a[href*="/me/supervisor/new?visit="]').first().click()
    await page.getByRole('button', { name: '不记录' }).click()
    await page.getByRole('button', { name: '开始记录' }).click()
    await page.waitForURL(/\/me\/supervisor\/i\//)
  }
  await begin()
  expect(await answerAll(page, 1, SEALED)).toBe(1)
  await page.getByRole('button', { name: '封存并签名' }).click()
  await page.getByRole('button', { name: '封存', exact: true }).click()
  await page.waitForURL(/\/me\/supervisor\/r\//)
  await page.getByText(SEALED).first().waitFor({ state: 'attached' })

  // Two fingers tapped twice put everything away; the way back leads past the PIN.
  await page.evaluate(async () => {
    const touch = (identifier: number) =>
      new Touch({ identifier, target: document.body, clientX: 100 + 80 * identifier, clientY: 300 })
    const tell = (type: string, touches: Touch[], changedTouches: Touch[]) =>
      document.body.dispatchEvent(new TouchEvent(type, { touches, changedTouches, bubbles: true }))
    for (let tap = 0; tap < 2; tap++) {
      const [one, two] = [touch(0), touch(1)]
      tell('touchstart', [one], [one])
      tell('touchstart', [one, two], [two])
      tell('touchend', [one], [two])
      tell('touchend', [], [one])
      await new Promise((resolve) => setTimeout(resolve, 120))
    }
  })
  await page.getByRole('searchbox').waitFor()
  expect(await page.getByText(SEALED).count()).toBe(0)
  await visitor.open('/me/supervisor')
  await unlock(page)

  await begin()
  await page.locator('.answer .tile').first().click()
  await page.getByRole('button', { name: '写备注' }).first().click()
  await page.locator('textarea').first().fill(DRAFT)
  await page.waitForTimeout(1_000)

  // The search itself works: what a citizen writes lies in the clear, and is found.
  await visitor.open('/cases/new?kind=suggestion')
  await page.getByRole('textbox', { name: '您的建议' }).fill(OPEN)
  await page
    .getByText(/已自动保存/)
    .first()
    .waitFor()

  // As it lies there after the battery is empty, and after the browser has put its files in order.
  await visitor.die()
  const words = [SEALED, DRAFT, OPEN]
  const lying = found(profile, words)
  expect(lying.filter((where) => !where.startsWith(OPEN))).toEqual([])
  expect(lying).not.toEqual([])

  await visitor.coldStart('/cases')
  await visitor.switchOff()
  expect(found(profile, [SEALED, DRAFT])).toEqual([])
}, 600_000)
