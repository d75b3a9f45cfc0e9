/** The server's signing keys (their private halves lie with the other secrets), and its receipts. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    `create table signing_keys (
      id text primary key, public_key jsonb not null, made_at timestamptz not null, retired_at timestamptz)`,
    // one that signs, whoever makes it first
    `create unique index signing_keys_current on signing_keys ((true)) where retired_at is null`,
    `create table evidence_receipts (
      device uuid not null references devices, number integer not null,
      kind text not null check (kind in ('inspection', 'reply')), record uuid not null unique,
      key text not null references signing_keys, jws text not null,
      primary key (device, number))`,
    `create trigger evidence_receipts_append_only before update or delete on evidence_receipts
      for each statement execute function refuse_change()`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
