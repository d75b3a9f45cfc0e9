/**
 * Two people complain of the same thing: the office joins the cases, sees that they were not the same after all, and
 * parts them again. The phone whose case was joined is told of each step, and its own deadline runs on.
 */
import { expect } from 'vitest'
import { filed } from '../support/app.ts'
import { deskAt, staffAccount, step } from '../support/desk-browser.ts'
import { caseOperation, send } from '../support/filing.ts'
import { journey } from '../support/journey.ts'

const test = journey()

test('a case that was joined to another is parted again, and its phone is told of both', async ({
  server,
  browser,
  visitor,
}) => {
  const text = '取号机从早上起就坏着，大厅里没有人叫号，等了两个小时没有办上。'
  const mobile = await visitor.open('/cases/new?kind=complaint&item=SL-0001')
  await mobile.getByRole('textbox', { name: '发生了什么' }).fill(text)
  await mobile.getByRole('button', { name: /^提交/ }).click()
  const id = await filed(mobile)
  const one = async () =>
    (
      await server.query<{ department: string; due: string; merged_into: string | null }>(
        'select department, due::text, merged_into from cases where id = $1',
        [id],
      )
    )[0]
  await expect.poll(one, { timeout: 60_000 }).toBeDefined()
  const other = caseOperation({
    region: '000000',
    subject: { item: 'SL-0001' },
    text: `${text}别的大厅也这样。`,
  })
  expect((await send(server.url, other)).map(({ status }) => status)).toEqual(['applied'])
  const seen = async (words: string) => {
    await mobile.reload()
    await mobile.getByText(words).first().waitFor({ timeout: 30_000 })
  }

  const account = await staffAccount(server, 'e2e-merge', 'office')
  const office = await deskAt(browser, `${server.url}/desk/cases/${other.id}`, account)
  await office.getByText('别的大厅也这样。').first().waitFor()
  const alike = office.getByRole('listitem').filter({ hasText: '并入本件' })
  await alike
    .filter({ hasText: text.slice(0, 12) })
    .getByRole('button', { name: '并入本件' })
    .click()
  await office.getByText('并入本件的诉求，跟着本件一起办理').waitFor()
  await expect.poll(async () => (await one())?.merged_into).toBe(other.id)
  await seen('与反映同一问题的诉求合并办理')

  // What is done with the one is done with both.
  await (await step(office, '受理')).send()
  await seen('管理办受理')
  const joined = await one()

  // They were not the same. The office opens the one that was joined, and says why it is parted.
  await office.goto(`${server.url}/desk/cases/${id}`)
  await office.getByText('并错了，可以在“办理”里撤销并案。').waitFor()
  const part = await step(office, '撤销并案')
  await part.form.getByLabel('理由').fill('您说的是另一个大厅的取号机。')
  await part.send()
  await seen('改为单独办理，期限按您这一件自己的算')
  await seen('您说的是另一个大厅的取号机。')
  expect(await one()).toEqual({ ...joined, merged_into: null })

  // From here on each goes its own way.
  await (await step(office, '交办')).send()
  await seen('交给')
  const [rest] = await server.query<{ status: string }>('select status from cases where id = $1', [other.id])
  expect(rest?.status).toBe('accepted')
}, 300_000)
