/** The sample district, and the secrets that come with it: made at random, said once. */
import type { Context } from './context.ts'
import { CONSOLE, tell } from './console.ts'
import { exclusively, LOCKS } from './db/locks.ts'
import { loadSample } from './modules/sample/load.ts'
import { appointSupervisor } from './modules/supervisors/appointments.ts'
import { createStaff, makePassword } from './modules/supervisors/staff.ts'

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
    const password = makePassword()
    const login = 'sample-office'
    await createStaff(context, { login, name: '示例管理办', role: 'office', region: SAMPLE_REGION, password })
    return [
      CONSOLE.sample,
      CONSOLE.sampleSupervisor(code),
      CONSOLE.sampleStaff(login, password),
      CONSOLE.howToAppoint,
    ]
  })
}
