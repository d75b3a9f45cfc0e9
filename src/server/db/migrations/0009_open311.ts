/** Keys with which other civic clients file over Open311. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table open311_keys (
        key_hash text primary key, name text not null, region text not null,
        created_at timestamptz not null, revoked_at timestamptz)`,
    )
    .execute(db)
}
