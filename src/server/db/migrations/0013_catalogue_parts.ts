/** A version in two parts: the heads of its items, and their details in chunks. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    // null for versions published before there were parts, and for old ones whose parts were dropped
    `alter table catalogue_versions add column heads text references catalogue_files`,
    `create table catalogue_chunks (
      region text not null, version integer not null, position integer not null,
      sha256 text not null references catalogue_files,
      primary key (region, version, position),
      foreign key (region, version) references catalogue_versions)`,
    `create index catalogue_chunks_file on catalogue_chunks (sha256)`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
