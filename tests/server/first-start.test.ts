import { afterEach, expect, it } from 'vitest'
import { firstStart } from '../../src/server/first-start.ts'
import { publishCatalogue } from '#server/modules/catalogue/publish'
import { sampleCatalogue } from '#server/modules/sample/catalogue'
import { testContext } from '../support/server.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
async function context(sample: boolean) {
  const made = await testContext({ config: { sample } })
  closing.push(made.close)
  return made.context
}
const said = (greetings: Awaited<ReturnType<typeof firstStart>>) => greetings.map(({ en }) => en).join('\n')

it('says the sample’s secrets on the first start, and never again', { timeout: 120_000 }, async () => {
  const fresh = await context(true)
  const first = said(await firstStart(fresh))
  expect(first).toMatch(/One-time code of a sample supervisor/)
  for (const login of ['sample-office', 'sample-unit', 'sample-auditor']) expect(first).toContain(login)
  const second = said(await firstStart(fresh))
  expect(second).toContain('npm run admin -- appoint')
  expect(second).not.toMatch(/sample-office|One-time code/)
})

it('says how to sign in after a first start that was killed while it loaded the sample', async () => {
  const cutShort = await context(true)
  await publishCatalogue(cutShort, sampleCatalogue())
  const next = said(await firstStart(cutShort))
  expect(next).toMatch(/One-time code of a sample supervisor/)
  expect(next).toContain('sample-office / ')
  const staff = await cutShort.db
    .selectFrom('staff')
    .select(['login', 'department'])
    .orderBy('login')
    .execute()
  expect(staff.map(({ login }) => login)).toEqual(['sample-auditor', 'sample-office', 'sample-unit'])
  expect(staff[2]?.department).toBeTruthy()
  expect(said(await firstStart(cutShort))).not.toContain('sample-office / ')
})

it('loads nothing where no sample is wanted', async () => {
  const without = await context(false)
  expect(await firstStart(without)).toEqual([])
  expect(await without.db.selectFrom('regions').selectAll().execute()).toEqual([])
})
