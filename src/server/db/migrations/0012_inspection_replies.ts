/** Supervisors' sealed replies: the proof of who said what, beside the step that came of it. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    `create table inspection_replies (
      id uuid primary key, inspection uuid not null references inspections, seq integer not null,
      device uuid not null references devices, jws text not null, replied_at timestamptz not null,
      unique (inspection, seq))`,
    `create trigger inspection_replies_append_only before update or delete on inspection_replies
      for each statement execute function refuse_change()`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
