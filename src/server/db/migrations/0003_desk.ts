/** Who signs in at a desk, and the audit trail. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    `alter table staff
      add column head boolean not null default false,
      add column failures integer not null default 0,
      add column not_before timestamptz`,
    `create table sessions (
      token_hash text primary key, staff uuid not null references staff,
      created_at timestamptz not null, seen_at timestamptz not null, expires_at timestamptz not null)`,
    `create index sessions_staff on sessions (staff)`,
    `create table audit_entries (
      region text not null, seq integer not null, entry jsonb not null, hash text not null,
      primary key (region, seq))`,
    // Append-only for us too: the chain would tell, but there is no reason to let it come to that.
    `create function refuse_change() returns trigger language plpgsql as
      $$ begin raise exception 'this table is append-only'; end $$`,
    `create trigger audit_entries_append_only before update or delete on audit_entries
      for each statement execute function refuse_change()`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
