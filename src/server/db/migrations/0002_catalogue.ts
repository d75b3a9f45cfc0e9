/** Regions and what was published of them. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    `create table regions (
      code text primary key, name text not null, level text not null, sample boolean not null,
      version integer not null default 0, published_at timestamptz)`,
    `create table catalogue_files (
      sha256 text primary key, plain_bytes integer not null, brotli bytea not null, gzip bytea not null)`,
    // compressed already: do not try again
    `alter table catalogue_files alter column brotli set storage external`,
    `alter table catalogue_files alter column gzip set storage external`,
    `create table catalogue_versions (
      region text not null references regions, version integer not null,
      published_at timestamptz not null, content text not null,
      items integer not null, departments integer not null, venues integer not null, counters integer not null,
      sha256 text not null references catalogue_files,
      primary key (region, version))`,
    `create table catalogue_deltas (
      region text not null references regions, from_version integer not null, to_version integer not null,
      sha256 text not null references catalogue_files,
      primary key (region, to_version, from_version))`,
    `create table import_reports (
      id uuid primary key, region text not null, at timestamptz not null,
      file_name text not null, version integer, report jsonb not null)`,
    `create index import_reports_region on import_reports (region, at)`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
