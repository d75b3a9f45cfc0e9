/** The sample district, and the secrets that come with it: made at random, said once. */
import type { Context } from './context.ts'
import { CONSOLE, tell } from './console.ts'
import { exclusively, LOCKS } from './db/locks.ts'
import { loadSample } from './modules/sample/load.ts'
import { appointSupervisor } from './modules/supervisors/appointments.ts'
import { createStaff } from './modules/staff/accounts.ts'
import { makePassword } from './modules/staff/passwords.ts'

/** 示例区 */
const SAMPLE_REGION = '000000'

type Words = Parameters<typeof tell>[0]

async function hasSample({ db }: Context): Promise<boolean> {
  const row = await db
    .selectFrom('regions')
    .select('code')
    .where('sample', '=', true)
    .where('version', '>', 0)
    .executeTakeFirst()
  return row !== undefined
}

/** One account of each kind; the unit is the department that has most on its desk. */
async function sampleStaff(context: Context) {
  const busiest = await context.db
    .selectFrom('cases')
    .select('unit')
    .where('region', '=', SAMPLE_REGION)
    .where('unit', 'is not', null)
    .groupBy('unit')
    .orderBy(({ fn }) => fn.countAll(), 'desc')
    .orderBy('unit')
    .executeTakeFirstOrThrow()
  const made = [
    { login: 'sample-office', name: '示例管理办', role: 'office', head: true },
    { login: 'sample-unit', name: '示例承办人', role: 'unit', department: busiest.unit ?? '' },
    { login: 'sample-auditor', name: '示例监察', role: 'auditor' },
  ] as const
  return Promise.all(
    made.map(async (account) => {
      const password = makePassword()
      await createStaff(context, { ...account, region: SAMPLE_REGION, password })
      return { login: account.login, name: account.name, password }
    }),
  )
}

/** Loads the sample district where it is wanted and missing; gives back what the console should say of it. */
export async function firstStart(context: Context): Promise<Words[]> {
  if (await hasSample(context)) return [CONSOLE.sample, CONSOLE.howToAppoint]
  if (!context.config.sample) return []
  return exclusively(context.db, LOCKS.sample, async () => {
    // Another process may have been quicker.
    if (await hasSample(context)) return [CONSOLE.sample, CONSOLE.howToAppoint]
    tell(CONSOLE.loadingSample)
    await loadSample(context)
    const { code } = await appointSupervisor(context, { region: SAMPLE_REGION, name: '示例监督员' })
    const accounts = await sampleStaff(context)
    return [
      CONSOLE.sample,
      CONSOLE.sampleSupervisor(code),
      CONSOLE.sampleStaff(accounts),
      CONSOLE.howToAppoint,
    ]
  })
}
