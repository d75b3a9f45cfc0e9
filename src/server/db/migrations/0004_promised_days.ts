/** What was promised on the day a service was rated, beside what the citizen says it took. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(`alter table ratings add column promised_days integer`).execute(db)
}
