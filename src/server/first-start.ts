/** The sample district, and the secrets that come with it: made at random, said once. */
import type { Context } from './context.ts'
import { CONSOLE, tell } from './console.ts'
import { exclusively, LOCKS } from './db/locks.ts'
import { SAMPLE_REGION, sampleCatalogue } from './modules/sample/catalogue.ts'
import { loadSample } from './modules/sample/load.ts'
import { appointSupervisor } from './modules/supervisors/appointments.ts'
import { createStaff } from './modules/staff/accounts.ts'
import { makePassword } from './modules/staff/passwords.ts'

type Words = Parameters<typeof tell>[0]

/** Whether the sample district is there, and whether it has its accounts: they are made last, all or none. */
async function sampleState({ db }: Pick<Context, 'db'>): Promise<'none' | 'cutShort' | 'whole'> {
  const row = await db
    .selectFrom('regions')
    .select((eb) =>
      eb
        .exists(eb.selectFrom('staff').select('id').whereRef('staff.region', '=', 'regions.code'))
        .as('staffed'),
    )
    .where('sample', '=', true)
    .where('version', '>', 0)
    .executeTakeFirst()
  if (!row) return 'none'
  return row.staffed ? 'whole' : 'cutShort'
}

/** The department that has most on its desk; of a district without cases, the first. */
async function busiestUnit({ db }: Context): Promise<string> {
  const busiest = await db
    .selectFrom('cases')
    .select('unit')
    .where('region', '=', SAMPLE_REGION.code)
    .where('unit', 'is not', null)
    .groupBy('unit')
    .orderBy(({ fn }) => fn.countAll(), 'desc')
    .orderBy('unit')
    .executeTakeFirst()
  return busiest?.unit ?? sampleCatalogue().departments[0]?.id ?? ''
}

/** One account of each kind. */
async function sampleStaff(context: Context) {
  const unit = await busiestUnit(context)
  const made = [
    { login: 'sample-office', name: '示例管理办', role: 'office', head: true },
    { login: 'sample-unit', name: '示例承办人', role: 'unit', department: unit },
    { login: 'sample-auditor', name: '示例监察', role: 'auditor' },
  ] as const
  return context.db.transaction().execute(async (db) => {
    const told: { login: string; name: string; password: string }[] = []
    for (const account of made) {
      const password = makePassword()
      await createStaff({ db, now: context.now }, { ...account, region: SAMPLE_REGION.code, password })
      told.push({ login: account.login, name: account.name, password })
    }
    return told
  })
}

/**
 * Loads the sample district where it is wanted and missing; gives back what the console should say of it. A first start
 * that was killed in the middle left it usable, but told nobody how to sign in: the next one makes up for that.
 */
export async function firstStart(context: Context): Promise<Words[]> {
  if ((await sampleState(context)) === 'whole') return [CONSOLE.sample, CONSOLE.howToAppoint]
  if (!context.config.sample) return []
  return exclusively(context.db, LOCKS.sample, async () => {
    // Another process may have been quicker.
    if ((await sampleState(context)) === 'whole') return [CONSOLE.sample, CONSOLE.howToAppoint]
    tell(CONSOLE.loadingSample)
    await loadSample(context)
    const { code } = await appointSupervisor(context, { region: SAMPLE_REGION.code, name: '示例监督员' })
    const accounts = await sampleStaff(context)
    return [
      CONSOLE.sample,
      CONSOLE.sampleSupervisor(code),
      CONSOLE.sampleStaff(accounts),
      CONSOLE.howToAppoint,
    ]
  })
}
