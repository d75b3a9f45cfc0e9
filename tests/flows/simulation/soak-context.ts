/** The server's own door to a database, outside a test run. */
import { LIMITS, readConfig } from '../../../src/server/config.ts'
import type { Context } from '../../../src/server/context.ts'
import { openDatabase } from '../../../src/server/db/open.ts'
import { createLogger } from '../../../src/server/http/logging.ts'
import { seedRules } from '../../../src/server/modules/cases/rules.ts'

export async function openContext(
  databaseUrl: string,
): Promise<{ context: Context; close: () => Promise<void> }> {
  const config = {
    ...readConfig({ DATABASE_URL: databaseUrl }),
    limits: { ...LIMITS, everything: 1e9, secrets: 1e9 },
  }
  const { db, close } = await openDatabase(config, 'server')
  const context: Context = {
    db,
    config,
    now: () => new Date(),
    log: createLogger('silent'),
    databaseKind: 'url',
  }
  await seedRules(db, context.now())
  return { context, close }
}
