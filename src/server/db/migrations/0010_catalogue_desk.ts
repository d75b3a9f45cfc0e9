/** The catalogue's desk: who published what, edits and imports that wait for publishing. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    `create table catalogue_publications (
      region text not null, version integer not null, staff uuid references staff,
      origin text not null, note text, restored integer, file_name text, changes jsonb not null,
      primary key (region, version), foreign key (region, version) references catalogue_versions)`,
    `create table catalogue_edits (
      region text not null references regions, item text not null, base_version integer not null,
      revision integer not null, edit jsonb not null, staff uuid references staff, at timestamptz not null,
      primary key (region, item))`,
    `create table catalogue_previews (
      id uuid primary key, region text not null, base_version integer not null, staff uuid references staff,
      at timestamptz not null, expires_at timestamptz not null, file_name text not null,
      report jsonb not null, source bytea not null)`,
    `alter table catalogue_previews alter column source set storage external`,
    `create index catalogue_previews_region on catalogue_previews (region, at)`,
    `create index cases_disclosure_reports on cases (region, item) where kind = 'disclosureReport'`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
