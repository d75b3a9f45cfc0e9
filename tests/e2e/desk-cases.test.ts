/**
 * The loop closes: a complaint from a phone is accepted, assigned, extended, answered with a photo, reopened, answered
 * again and confirmed; the office and the unit sit at desks of their own, and every step is seen on the citizen's phone.
 */
import { expect } from 'vitest'
import { filed, photo } from '../support/app.ts'
import { deskAt, staffAccount, step } from '../support/desk-browser.ts'
import { caseOperation, newId, send } from '../support/filing.ts'
import { journey } from '../support/journey.ts'

// Somebody's inbox, in a browser of their own.
const test = journey().extend(
  'desk',
  ({ server, browser }) =>
    async (login: string, role: string, department?: string) => {
      const account = await staffAccount(server, login, role, department === undefined ? {} : { department })
      const page = await deskAt(browser, `${server.url}/desk/cases`, account)
      await page.getByRole('heading', { name: '诉求收件箱' }).waitFor()
      return page
    },
)

test('a complaint goes from a phone to the office, to its unit, and back, twice', async ({
  server,
  visitor,
  desk,
}) => {
  const mobile = visitor.page
  await mobile.getByRole('searchbox').fill('sgxk')
  await mobile
    .getByRole('link', { name: /建筑工程施工许可证核发/ })
    .first()
    .click()
  await mobile.getByRole('button', { name: '一次性告知单' }).click()
  await mobile.waitForURL(/\/notice\//)
  await mobile.getByRole('link', { name: '凭单投诉' }).click()
  const text = '窗口另要一份告知单上没有的资金证明，说不交就不收件，问依据没有回答。'
  await mobile.getByRole('textbox', { name: '发生了什么' }).fill(text)
  await mobile.getByRole('button', { name: /^提交/ }).click()
  const id = await filed(mobile)
  await expect
    .poll(() => server.query('select 1 from cases where id = $1', [id]), { timeout: 60_000 })
    .toHaveLength(1)
  const [row] = await server.query<{ department: string; number: string }>(
    'select department, number from cases where id = $1',
    [id],
  )
  const { department = '', number = '' } = row ?? {}

  /** What the phone says after asking anew. */
  const seen = async (words: RegExp | string) => {
    await mobile.reload()
    await mobile.getByText(words).first().waitFor({ timeout: 30_000 })
  }

  const office = await desk('e2e-office', 'office')
  const unit = await desk('e2e-unit', 'unit', department)

  // The office finds it by its number, walks to it with the keyboard, and opens it.
  await office.getByRole('searchbox').fill(number)
  await office.keyboard.press('Enter')
  await expect.poll(() => office.locator('.case-row').count()).toBe(1)
  await office.getByRole('heading', { name: '诉求收件箱' }).click()
  await office.keyboard.press('j')
  await office.keyboard.press('Enter')
  await office.getByText(text).waitFor()
  await (await step(office, '受理')).send()
  await seen('管理办受理')
  await (await step(office, '交办')).send()
  await seen(/^交给.+办理$/)

  // The unit has it now; it needs more time, and says why before it is due.
  await unit.goto(`${server.url}/desk/cases/${id}`)
  await unit.getByText(text).waitFor()
  expect(await unit.getByRole('button', { name: '转办', exact: true }).count()).toBe(0)
  const extend = await step(unit, '延期')
  await extend.form.getByLabel('延期到').selectOption({ index: 1 })
  await extend.form.getByLabel('理由').fill('要到现场核对当天的受理记录。')
  await extend.send()
  await seen('要到现场核对当天的受理记录。')

  // Meanwhile the office looks at an older state: it is told, and nothing is lost.
  const transfer = await step(office, '转办')
  await transfer.form.getByLabel('交给哪个单位').selectOption({ index: 1 })
  await transfer.form.getByLabel('理由').fill('不归这个单位管。')
  await transfer.form.getByRole('button', { name: '转办', exact: true }).click()
  await office.getByText('您填写期间，别人已经办理了这件诉求').waitFor()
  await office.getByText(/职员e2e-unit：延期/).waitFor()
  expect(await transfer.form.getByLabel('理由').inputValue()).toBe('不归这个单位管。')
  expect(await server.query('select 1 from cases where id = $1 and transfers = 0', [id])).toHaveLength(1)
  await transfer.form.getByRole('button', { name: '先不办' }).click()

  const answer = await step(unit, '答复')
  await answer.form.getByLabel('答复内容').fill('多要的证明没有依据，已当面致歉，材料当天收下。')
  await answer.form.getByLabel('添加照片').setInputFiles(await photo('apology.jpg', 120))
  await answer.form.getByRole('img', { name: '照片 1' }).waitFor()
  await answer.send()
  await seen('多要的证明没有依据，已当面致歉，材料当天收下。')
  const shown = mobile.getByRole('img', { name: '照片 1' })
  await shown.waitFor({ timeout: 30_000 })
  expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100)

  // The citizen is not satisfied, once.
  await mobile.getByRole('button', { name: '没有，要求复核' }).click()
  await mobile.getByRole('textbox', { name: '哪里没有解决' }).fill('窗口今天又要那份证明。')
  await mobile.getByRole('button', { name: '提交复核' }).click()
  const status = async () =>
    (await server.query<{ status: string }>('select status from cases where id = $1', [id]))[0]?.status
  await expect.poll(status, { timeout: 60_000 }).toBe('reopened')
  await seen('您要求复核')

  await unit.reload()
  await unit.getByText('窗口今天又要那份证明。').waitFor()
  const again = await step(unit, '答复')
  await again.form.getByLabel('答复内容').fill('已换下那张旧清单，窗口人员重新培训。')
  await again.send()
  await seen('已换下那张旧清单，窗口人员重新培训。')
  await mobile.getByRole('button', { name: '解决了' }).click()
  await expect.poll(status, { timeout: 60_000 }).toBe('confirmed')
  await seen('您确认已解决')

  const events = await server.query<{ type: string; actor: string }>(
    'select type, actor from case_events where case_id = $1 order by seq',
    [id],
  )
  expect(events.map(({ type, actor }) => `${actor} ${type}`)).toEqual([
    'citizen submit',
    'office accept',
    'office assign',
    'unit extend',
    'unit answer',
    'citizen reopen',
    'unit answer',
    'citizen confirm',
  ])
}, 600_000)

test('many are taken in with the keyboard alone, and an answered one is published for everybody to read', async ({
  server,
  visitor,
  desk,
}) => {
  const said = `没有叫号，窗口先收了熟人的材料。${newId().slice(-6)}`
  const [known] = await server.query<{ department: string }>(
    "select department from cases where region = '000000' and department is not null limit 1",
  )
  const { department = '' } = known ?? {}
  const sent = [1, 2].map((n) =>
    caseOperation({
      region: '000000',
      subject: { department },
      text: `${said}（${n}）请打 13812345678。`,
      public: true,
    }),
  )
  expect((await send(server.url, ...sent)).map(({ status }) => status)).toEqual(['applied', 'applied'])
  const office = await desk('e2e-keys', 'office')
  const focused = () => office.evaluate(() => document.activeElement?.textContent.trim() ?? '')
  const { keyboard } = office

  // From the search to the list, both selected, and taken in: without a mouse.
  await keyboard.press('?')
  await office.getByRole('dialog').getByText('办理选中的').waitFor()
  await keyboard.press('Escape')
  await office.getByRole('dialog').waitFor({ state: 'hidden' })
  await keyboard.press('/')
  await keyboard.type(said)
  await keyboard.press('Enter')
  await expect.poll(() => office.locator('.case-row').count()).toBe(2)
  await keyboard.press('j')
  await keyboard.press('x')
  await keyboard.press('j')
  await keyboard.press('x')
  await office.getByText('已选 2 件').waitFor()
  await keyboard.press('k')
  await keyboard.press('b')
  expect(await focused()).toBe('批量受理')
  await keyboard.press('Enter')
  await office.getByText('2 件已办理').waitFor()
  const states = () =>
    server.query<{ status: string }>('select status from cases where id = any($1)', [
      sent.map(({ id }) => id),
    ])
  expect((await states()).map(({ status }) => status)).toEqual(['accepted', 'accepted'])

  // One is answered and published, in words without the telephone number.
  await office.goto(`${server.url}/desk/cases/${sent[0]?.id}`)
  await (await step(office, '交办')).send()
  const answer = await step(office, '答复')
  await answer.form.getByLabel('答复内容').fill('已恢复叫号，窗口人员当面致歉。')
  // A closed tab costs no word.
  const context = office.context()
  await office.close()
  const again = await context.newPage()
  await again.goto(`${server.url}/desk/cases/${sent[0]?.id}`)
  await again.getByText('上次的“答复”写了一半').waitFor()
  await again.getByRole('button', { name: '接着写' }).click()
  const rest = again.getByRole('form', { name: '答复' })
  expect(await rest.getByLabel('答复内容').inputValue()).toBe('已恢复叫号，窗口人员当面致歉。')
  // Nor does a lost network.
  await context.setOffline(true)
  await rest.getByRole('button', { name: '答复', exact: true }).click()
  await again.getByRole('alert').waitFor()
  expect(await rest.getByLabel('答复内容').inputValue()).toBe('已恢复叫号，窗口人员当面致歉。')
  await context.setOffline(false)
  await rest.getByRole('button', { name: '答复', exact: true }).click()
  await rest.waitFor({ state: 'detached' })
  expect(
    await again.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))),
  ).toEqual([])
  await (await step(again, '公开')).send()

  const mobile = await visitor.open(`/board/${department}`)
  await mobile.getByRole('link', { name: '公开的诉求' }).click()
  const article = mobile.getByRole('article').filter({ hasText: said })
  await article.getByText('＊＊＊').waitFor()
  await article.getByText('已恢复叫号，窗口人员当面致歉。').waitFor()
  await article.getByText('当天答复 · 按期').waitFor()
  expect(await mobile.getByText('13812345678').count()).toBe(0)
  await article.getByText('办理经过').click()
  await article.getByText('管理办受理').waitFor()
}, 600_000)
