/** Operations and what they bring about: blobs, cases, ratings, supervisors, inspections. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    `create table secrets (name text primary key, value bytea not null)`,

    `create table operations (
      id uuid primary key, type text not null, entity text not null, content_hash text not null,
      attachments text[] not null, saved_at timestamptz not null, received_at timestamptz not null)`,

    `create table blobs (
      sha256 text primary key, bytes integer not null, type text not null,
      width integer not null, height integer not null, data bytea not null, received_at timestamptz not null)`,
    // photos are compressed already: do not try again
    `alter table blobs alter column data set storage external`,

    `create table rule_sets (region text primary key, rules jsonb not null, updated_at timestamptz not null)`,

    `create table cases (
      id uuid primary key, number text not null, region text not null, kind text not null,
      origin text not null default 'citizen', rating uuid,
      subject jsonb not null, item text, department text, venue text, counter text,
      text text not null, disclosure jsonb, notice jsonb, contact jsonb, public boolean not null,
      filed_at timestamptz not null, received_at timestamptz not null, receipt_hash bytea,
      event_count integer not null, status text not null, unit text, due date,
      transfers integer not null default 0, extensions integer not null default 0,
      reopened boolean not null default false,
      answered_at timestamptz, answered_on_time boolean, closed_at timestamptz)`,
    `create unique index cases_receipt on cases (receipt_hash)`,
    `create index cases_region on cases (region, received_at)`,
    `create index cases_due on cases (due) where due is not null`,
    `create table case_events (
      case_id uuid not null references cases, seq integer not null, type text not null,
      at timestamptz not null, actor text not null, event jsonb not null, operation uuid,
      primary key (case_id, seq))`,
    `create table case_photos (
      case_id uuid not null references cases, sha256 text not null references blobs,
      seq integer not null, position integer not null, primary key (case_id, seq, position))`,
    `create index case_photos_sha256 on case_photos (sha256)`,

    `create table ratings (
      id uuid primary key, region text not null, subject jsonb not null,
      item text, department text, venue text, counter text, case_id uuid,
      level smallint not null check (level between 1 and 5), tags text[] not null, text text,
      actual_days integer, contact jsonb, rated_at timestamptz not null, received_at timestamptz not null,
      follow_up uuid references cases)`,
    `create unique index ratings_case on ratings (case_id)`,
    `create index ratings_region on ratings (region, received_at)`,

    `create table supervisors (
      id uuid primary key, region text not null, name text not null, employer text,
      appointed_at timestamptz not null, revoked_at timestamptz)`,
    `create table appointments (
      code_hash text primary key, supervisor uuid not null references supervisors,
      created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz)`,
    `create table devices (
      id uuid primary key, supervisor uuid not null references supervisors,
      public_key jsonb not null, enrolled_at timestamptz not null)`,
    `create index devices_supervisor on devices (supervisor)`,
    `create table visits (
      id uuid primary key, region text not null, supervisor uuid not null references supervisors,
      venue text not null, venue_name text not null, kind text not null, items text[] not null,
      from_date date not null, until_date date not null, status text not null,
      drawn boolean not null, created_at timestamptz not null)`,
    `create index visits_supervisor on visits (supervisor)`,
    `create table staff (
      id uuid primary key, login text not null unique, name text not null, role text not null,
      region text not null, department text, password text not null,
      created_at timestamptz not null, disabled_at timestamptz)`,

    `create table inspections (
      id uuid primary key, region text not null, device uuid not null references devices,
      supervisor uuid not null references supervisors, visit uuid references visits, kind text not null,
      venue text not null, counter text, department text,
      checklist text not null, checklist_version integer not null,
      jws text not null, jws_hash text not null, record jsonb not null,
      sequence integer not null, previous text, chain text not null, corrects uuid,
      started_at timestamptz not null, sealed_at timestamptz not null, received_at timestamptz not null,
      score double precision not null, deductions jsonb not null,
      status text not null, note text, due date)`,
    `create index inspections_device on inspections (device, sequence)`,
    `create unique index inspections_jws on inspections (jws_hash)`,
    `create index inspections_region on inspections (region, received_at)`,
    `create table inspection_events (
      inspection uuid not null references inspections, seq integer not null, status text not null,
      note text, due date, at timestamptz not null, primary key (inspection, seq))`,
    `create table inspection_photos (
      inspection uuid not null references inspections, sha256 text not null references blobs,
      primary key (inspection, sha256))`,
    `create index inspection_photos_sha256 on inspection_photos (sha256)`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
