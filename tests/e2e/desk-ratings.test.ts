/**
 * A poor rating from a phone is called back at a desk, put right, and the remedy rated by whoever complained, in the open;
 * and a rating that a unit holds to be false is put aside by the auditor alone, which the board counts.
 */
import { expect } from 'vitest'
import { filed } from '../support/app.ts'
import { deskAt, staffAccount } from '../support/desk-browser.ts'
import { journey } from '../support/journey.ts'

const SAMPLE = '000000'

interface Figures {
  followUps: number
  followedUpRate: number
  putAside: number
  ratings: number
}
const test = journey()
  .extend('figures', ({ server }) => async () => {
    const board = await fetch(`${server.url}/api/v1/regions/${SAMPLE}/board`)
    return ((await board.json()) as { total: Figures }).total
  })
  // Rates the item as very poor, with a telephone number; says the rating's id.
  .extend('ratePoorly', ({ server, visitor }) => async (item: string, words: string) => {
    const mobile = await visitor.open(`/rate?item=${encodeURIComponent(item)}&region=${SAMPLE}`)
    await mobile.getByText('非常不满意').click()
    await mobile.getByRole('button', { name: '态度差' }).click()
    await mobile.getByRole('textbox', { name: /想说的话/ }).fill(words)
    await mobile.getByText('让管理办联系我').click()
    await mobile.getByRole('textbox', { name: '电话' }).fill('13800000000')
    await mobile.getByRole('button', { name: '送出评价' }).click()
    const id = await filed(mobile, 'ratings')
    await expect
      .poll(() => server.query('select 1 from ratings where id = $1', [id]), { timeout: 60_000 })
      .toHaveLength(1)
    return id
  })

test('a poor rating is called back, put right and rated again; a false one is put aside by the auditor', async ({
  server,
  visitor,
  browser,
  figures,
  ratePoorly,
}) => {
  const mobile = visitor.page
  const [asked] = await server.query<{ item: string; department: string }>(
    'select item, department from cases where item is not null and department is not null and region = $1 limit 1',
    [SAMPLE],
  )
  const { item = '', department = '' } = asked ?? {}
  const before = await figures()
  const id = await ratePoorly(item, '窗口的人不看材料，说不行就不行。')
  await mobile.reload()
  await mobile.getByText(/管理办会在.+前联系您/).waitFor({ timeout: 30_000 })
  const owed = await figures()
  expect(owed.followUps).toBe(before.followUps + 1)

  const office = await deskAt(
    browser,
    `${server.url}/desk/ratings/${id}`,
    await staffAccount(server, 'e2e-ratings', 'office'),
  )
  // The office sees whom to call; it says that it did, and what came of it.
  await office.getByText('13800000000').waitFor()
  await office.getByRole('button', { name: '登记', exact: true }).click()
  await office
    .getByText(/联系上/)
    .first()
    .waitFor()
  await mobile.reload()
  await mobile.getByText(/已联系过您/).waitFor({ timeout: 30_000 })
  await office.getByRole('textbox', { name: '写给评价人' }).fill('已当面致歉，材料当天收下。')
  await office.getByRole('button', { name: '提交处理结果' }).click()
  await office.getByText('已当面致歉，材料当天收下。').first().waitFor()

  // The complainant reads it, and says what they think of it.
  await mobile.reload()
  await mobile.getByText('已当面致歉，材料当天收下。').waitFor({ timeout: 30_000 })
  await mobile
    .getByRole('group', { name: '您对处理结果满意吗？' })
    .getByRole('button', { name: '满意', exact: true })
    .click()
  const remedied = async () =>
    (
      await server.query<{ remedy_level: number | null }>(
        'select remedy_level from rating_follow_ups where rating = $1',
        [id],
      )
    )[0]?.remedy_level
  await expect.poll(remedied, { timeout: 60_000 }).toBe(4)
  await mobile.reload()
  await mobile.getByText('您对处理结果的评价：满意').waitFor({ timeout: 30_000 })
  await office.reload()
  await office.getByText(/满意/).first().waitFor()

  // In the open: one more was owed, and it was done.
  const after = await figures()
  expect(after.followUps).toBe(owed.followUps)
  expect(after.followedUpRate).toBeGreaterThan(owed.followedUpRate)
  await visitor.open(`/board`)
  await mobile.getByText(`应回访 ${after.followUps} 件`).waitFor({ timeout: 30_000 })

  // Another one: the unit holds that it is false. It is not shown the number, and decides nothing itself.
  const second = await ratePoorly(item, '这一次其实不是这个窗口。')
  const unit = await deskAt(
    browser,
    `${server.url}/desk/ratings/${second}`,
    await staffAccount(server, 'e2e-rated', 'unit', { department }),
  )
  await unit.getByText('申诉：评价不实').click()
  expect(await unit.getByText('13800000000').count()).toBe(0)
  await unit.getByRole('textbox', { name: '理由' }).fill('当天本单位窗口未开，有排队系统记录。')
  await unit.getByRole('button', { name: '提交申诉' }).click()
  await unit.getByText('申诉待裁定').first().waitFor()
  expect(await unit.getByText('裁定申诉').count()).toBe(0)
  const counted = await figures()
  expect(counted.putAside).toBe(after.putAside)

  const auditor = await deskAt(
    browser,
    `${server.url}/desk/ratings/${second}`,
    await staffAccount(server, 'e2e-auditor', 'auditor'),
  )
  await auditor.getByText('当天本单位窗口未开，有排队系统记录。').waitFor()
  await auditor.getByText('申诉成立', { exact: true }).click()
  await auditor.getByRole('textbox', { name: '理由' }).fill('排队系统记录属实。')
  await auditor.getByRole('button', { name: '作出裁定' }).click()
  await auditor.getByText('申诉成立，不计入').first().waitFor()
  const final = await figures()
  expect(final.putAside).toBe(counted.putAside + 1)
  expect(final.ratings).toBe(counted.ratings - 1)
  await visitor.open(`/ratings/${second}`)
  await mobile.getByText('经监察裁定，该评价不计入监督台。').waitFor({ timeout: 30_000 })
}, 600_000)
