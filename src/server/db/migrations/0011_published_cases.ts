/** What the sample district shows as published was published by nobody. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table case_publications alter column published_by drop not null`.execute(db)
}
