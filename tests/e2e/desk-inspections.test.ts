/**
 * An inspection's whole way: it comes in from a phone, the office finds it substantiated and orders rectification, the
 * unit reports, another supervisor looks again, points are taken off, and anyone can read the notice and the score.
 */
import { expect } from 'vitest'
import { deskAt, staffAccount } from '../support/desk-browser.ts'
import { Phone, photo, postJson, putBlob, send } from '../support/filing.ts'
import { appoint } from '../support/inspection.ts'
import { journey } from '../support/journey.ts'

const REGION = '000000'
interface Score {
  id: string
  name: string
  score: number
}
const test = journey()
  .extend('scoresNow', ({ server }) => async () => {
    const scores = await fetch(`${server.url}/api/v1/regions/${REGION}/scores`)
    return ((await scores.json()) as { departments: Score[] }).departments
  })
  // Somebody's screen, signed in with an account made on the command line.
  .extend(
    'atTheDesk',
    ({ server, browser }) =>
      async (role: 'office' | 'unit', width: number, department?: string) => {
        const account = await staffAccount(
          server,
          `${role}-e2e`,
          role,
          department === undefined ? {} : { department },
        )
        const page = await deskAt(browser, `${server.url}/desk`, account, { width, height: 844 })
        await page.locator('.desk-nav').waitFor()
        return page
      },
  )
  // A supervisor with an enrolled phone.
  .extend('supervisor', ({ server }) => async (name: string) => {
    const phone = new Phone()
    const enrolment = phone.enrolment(await appoint(server, name))
    expect((await postJson(`${server.url}/api/v1/supervisor/enrol`, enrolment)).status).toBe(200)
    return phone
  })
  .extend('visitsOf', ({ server }) => async (phone: Phone) => {
    const answer = await fetch(`${server.url}/api/v1/supervisor/visits`, { headers: phone.headers() })
    return ((await answer.json()) as { visits: { id: string }[] }).visits
  })

test('from a supervisor’s phone to the public notice and the score', async ({
  server,
  browser,
  scoresNow,
  atTheDesk,
  supervisor,
  visitsOf,
}) => {
  const known = await scoresNow()
  const department = known.find(({ name }) => name === '示例区市监局')?.id ?? ''
  const office = await atTheDesk('office', 1280)
  const clerk = await atTheDesk('unit', 390, department)
  const [first, second] = [await supervisor('初查员王某'), await supervisor('复查员李某')]

  const picture = await photo()
  await putBlob(server.url, picture.sha256, picture.bytes)
  const place = { region: REGION, venue: 'hall-city', counter: 'city-market' }
  const answers = {
    'staffed.now': { kind: 'yesNo', value: 'no', note: '我坐在进门左边第二排' },
    'staffed.empty': { kind: 'timer', value: 1200 },
  } as const
  const sealed = first.inspection({ ...place, answers: { ...answers } }, [picture])
  expect((await send(server.url, sealed))[0]).toMatchObject({ status: 'applied' })

  // The office looks at the evidence and finds it true.
  await office.getByRole('link', { name: '明查暗访' }).click()
  await office.getByRole('button', { name: /待核实/ }).click()
  await office.goto(`${server.url}/desk/inspections/${sealed.id}`)
  await office.getByText('签名有效').waitFor()
  await office.getByText('初查员王某').first().waitFor()
  await office.getByRole('button', { name: '属实', exact: true }).click()
  await office.getByRole('textbox', { name: '理由' }).first().fill('监控显示窗口空岗二十分钟，属实。')
  await office.getByRole('button', { name: '确定' }).click()
  await office.getByRole('button', { name: '下发整改' }).click()
  await office.getByRole('textbox', { name: '整改要求' }).fill('落实AB岗，空岗须摆牌并写明去处。')
  await expect.poll(() => office.getByLabel('责任单位').inputValue()).toBe(department)
  await office.getByRole('button', { name: '确定' }).click()
  await office.getByText('整改中').first().waitFor()

  // The unit sees what to mend, and nothing of who found it.
  await clerk.getByRole('link', { name: '整改' }).click()
  const [ordered] = await server.query<{ id: string }>(
    'select id from rectifications where inspection = $1',
    [sealed.id],
  )
  await clerk.locator(`a[href="/desk/rectifications/${ordered?.id ?? ''}"]`).click()
  await clerk.getByText('落实AB岗，空岗须摆牌并写明去处。').waitFor()
  const seen = await clerk.locator('main').innerText()
  for (const trace of ['王某', '第二排', sealed.id]) expect(seen).not.toContain(trace)
  expect(await clerk.locator('.rectification img').count()).toBe(0)
  await clerk.getByRole('textbox', { name: '整改情况' }).fill('AB岗名单已上墙，空岗牌已配齐。')
  await clerk
    .locator('input[type=file]')
    .setInputFiles({ name: 'mended.jpg', mimeType: 'image/jpeg', buffer: (await photo()).bytes })
  await clerk
    .getByRole('button', { name: '删除照片 1' })
    .or(clerk.locator('.answer-photos img'))
    .first()
    .waitFor()
  await clerk.getByRole('button', { name: '报送整改情况' }).click()
  await clerk.getByText('已报待复查').waitFor()

  // Somebody else looks again: never the one who was there.
  await office.reload()
  await office.getByText('AB岗名单已上墙').first().waitFor()
  await office.getByRole('button', { name: '安排复查' }).click()
  const who = await office.getByLabel('复查人').locator('option').allTextContents()
  expect(who.map((name) => name.trim())).toContain('复查员李某')
  expect(who.join()).not.toContain('初查员王某')
  await office.getByLabel('复查人').selectOption({ label: '复查员李某' })
  await office.getByRole('button', { name: '确定' }).click()
  await office.getByText(/^复查：复查员李某/).waitFor()
  const [visit] = await visitsOf(second)
  expect(await visitsOf(first)).toEqual([])
  const again = second.inspection({ ...place, visit: visit?.id ?? '' })
  expect((await send(server.url, again))[0]).toMatchObject({ status: 'applied' })

  // Points off, the end, and the notice.
  await office.reload()
  await office.getByText('复查记录：100 分').waitFor()
  await office.getByLabel('责任追究').fill('1.5')
  await office.getByRole('textbox', { name: '理由' }).last().fill('窗口空岗')
  await office.getByRole('button', { name: '扣分' }).click()
  await office
    .getByText(/责任追究 −1\.5/)
    .first()
    .waitFor()
  await office.getByRole('button', { name: '办结' }).click()
  await office.getByRole('textbox', { name: '办结说明' }).fill('复查合格，予以销号。')
  await office.getByRole('button', { name: '确定' }).click()
  await office.getByText('已办结').first().waitFor()
  await office.getByRole('link', { name: '起草通报' }).click()
  expect(await office.getByRole('textbox', { name: '正文' }).inputValue()).toContain('窗口现在有人在岗吗')
  await office.getByRole('textbox', { name: '标题' }).fill('关于窗口空岗问题的通报（旅程）')
  await office.getByRole('button', { name: '发布' }).click()
  await office.locator('dialog[open]').getByRole('button', { name: '发布' }).click()
  await office.getByText('已发布').first().waitFor()
  await office.getByRole('link', { name: '公开页面' }).click()
  await office.waitForURL(/\/r\/000000\/public-notices\//)

  // Anyone, without an account.
  const stranger = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await stranger.goto(office.url())
  await stranger.getByRole('heading', { name: '关于窗口空岗问题的通报（旅程）' }).waitFor()
  expect(await stranger.locator('main').innerText()).not.toMatch(/王某|李某|第二排/)
  const [row] = await server.query<{ score: number }>(
    `select 100 - sum(points) as score from score_bookings where target = $1 and target_kind = 'department'`,
    [department],
  )
  const score = (await scoresNow()).find(({ id }) => id === department)
  expect(score?.score).toBe(row?.score)
  await stranger.goto(`${server.url}/r/${REGION}/public-notices`)
  await stranger
    .getByRole('row', { name: new RegExp(`${score?.name ?? ''}.*${String(score?.score)}`) })
    .waitFor()
})
