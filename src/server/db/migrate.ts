/** Brings a database to the newest schema; several processes may start at once, one of them does it. */
import { type Kysely, Migrator, sql } from 'kysely'
import { exclusively, LOCKS } from './locks.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { Database } from './schema.ts'

/** Throws when a migration fails; then nothing of it remains. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  if (await upToDate(db)) return
  await exclusively(db, LOCKS.migrations, async () => {
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed')
  })
}

/** One query instead of the migrator's several: the usual start finds everything in place. */
async function upToDate(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(db)
  if (!rows[0]?.there) return false
  const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const names = new Set(done.rows.map((row) => row.name))
  return Object.keys(MIGRATIONS).every((name) => names.has(name))
}
