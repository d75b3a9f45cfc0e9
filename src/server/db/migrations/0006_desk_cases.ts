/** Cases at the desk: who did a step, joined cases, notes, saved views, what was made public. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    `alter table cases add column merged_into uuid references cases`,
    `create index cases_merged_into on cases (merged_into) where merged_into is not null`,
    `create index cases_unit on cases (region, unit) where unit is not null`,
    `alter table case_events add column staff uuid references staff`,
    `create table case_notes (
      id uuid primary key, case_id uuid not null references cases, staff uuid not null references staff,
      text text not null, at timestamptz not null)`,
    `create index case_notes_case on case_notes (case_id, at)`,
    `create table saved_views (
      id uuid primary key, staff uuid not null references staff, name text not null,
      filters jsonb not null, created_at timestamptz not null)`,
    `create index saved_views_staff on saved_views (staff, created_at)`,
    `create table case_publications (
      case_id uuid primary key references cases, text text not null, answer text,
      published_by uuid not null references staff, published_at timestamptz not null)`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
