/**
 * A phone that travels: a complaint begun in one time zone, filed in a second without a network and sent in a third
 * arrives once, filed at the instant at which it was, and every day that is shown is China's.
 */
import { expect } from 'vitest'
import { dateInChina } from '#domain/workdays/china-time'
import { filed } from '../support/app.ts'
import { journey } from '../support/journey.ts'

const test = journey()

test('a complaint survives two changes of the time zone between its first word and its delivery', async ({
  server,
  visitor,
}) => {
  const text = '告知单上没有写要带原件，到了窗口才说，白跑了一趟。'
  const write = visitor.page.getByRole('textbox', { name: '发生了什么' })
  await visitor.open('/cases/new?kind=complaint&item=SL-0001')
  await write.fill(text)
  await visitor.page
    .getByText(/已自动保存/)
    .first()
    .waitFor()
  await visitor.switchOff()

  // Nineteen hours behind China's clock: yesterday, for most of the day.
  visitor.zone = 'Pacific/Niue'
  const away = await visitor.coldStartOffline('/me')
  expect(await away.evaluate(() => new Date().getTimezoneOffset())).toBe(660)
  await away.getByRole('link', { name: /告知单上没有写要带原件/ }).click()
  const rest = away.getByRole('textbox', { name: '发生了什么' })
  await expect.poll(() => rest.inputValue()).toBe(text)
  const from = Date.now()
  await away.getByRole('button', { name: /^提交/ }).click()
  const id = await filed(away)
  const until = Date.now()
  const number = /TS-(\d{8})-[0-9A-Z]{5}/.exec((await away.locator('main').textContent()) ?? '')
  const days = [from, until].map((instant) => dateInChina(instant).replaceAll('-', ''))
  expect(days).toContain(number?.[1])
  await visitor.switchOff()

  // And the other edge of the calendar, where there is a network again.
  visitor.zone = 'Pacific/Kiritimati'
  await visitor.switchOn()
  const home = visitor.page
  await home.goto(away.url()).catch(() => undefined)
  await visitor.plug()
  await home.goto(away.url())
  expect(await home.evaluate(() => new Date().getTimezoneOffset())).toBe(-840)
  await home
    .getByText(/已\s*送达/)
    .first()
    .waitFor({ timeout: 60_000 })
  expect(await home.locator('main').textContent()).toContain(number?.[0])

  const arrived = await server.query<{ number: string; filed_at: Date }>(
    'select number, filed_at from cases where id = $1',
    [id],
  )
  expect(arrived.map(({ number }) => number)).toEqual([number?.[0]])
  const instant = arrived[0]?.filed_at.getTime() ?? 0
  expect(instant).toBeGreaterThanOrEqual(from)
  expect(instant).toBeLessThanOrEqual(until)
  expect(await server.query('select 1 from operations where id = $1', [id])).toHaveLength(1)
}, 300_000)
