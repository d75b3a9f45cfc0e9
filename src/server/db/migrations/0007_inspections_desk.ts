/** Inspections at the desk: events whole, rectifications, score bookings, visit plans, public notices. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    `alter table inspection_events
      add column type text, add column event jsonb, add column staff uuid references staff`,
    // Until now a step was a status with a note.
    `update inspection_events e set type = t.type, event = jsonb_strip_nulls(jsonb_build_object(
        'type', t.type, 'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'reason', case when t.type in ('substantiate', 'dismiss') then coalesce(e.note, '—') end,
        'question', case when t.type = 'ask' then coalesce(e.note, '—') end,
        'text', case when t.type = 'order' then coalesce(e.note, '—') end,
        'rectification', case when t.type = 'order' then i.id end,
        'unit', case when t.type = 'order' then coalesce(i.department, '') end,
        'due', case when t.type = 'order' then coalesce(e.due, (e.at at time zone 'Asia/Shanghai')::date) end,
        'visit', case when t.type = 'revisit' then i.id end,
        'note', case when t.type = 'close' then coalesce(e.note, '—') end))
      from inspections i, (values
        ('received', 'receive'), ('substantiated', 'substantiate'), ('unsubstantiated', 'dismiss'),
        ('moreRequested', 'ask'), ('rectification', 'order'), ('revisit', 'revisit'), ('closed', 'close')
      ) as t (status, type)
      where i.id = e.inspection and t.status = e.status`,
    `alter table inspection_events alter column type set not null, alter column event set not null`,
    `alter table inspections add column event_count integer not null default 1`,
    `update inspections i set event_count = (select count(*) from inspection_events e where e.inspection = i.id)`,
    `create index inspections_status on inspections (region, status)`,
    `create index inspections_supervisor on inspections (supervisor)`,

    // Its id is made when it is ordered: an inspection's own id tells the instant at which it was begun.
    `create table rectifications (
      id uuid primary key, inspection uuid not null references inspections, round integer not null,
      region text not null, unit text not null, venue text not null, counter text,
      text text not null, due date not null, shared text[] not null,
      ordered_at timestamptz not null, ordered_by uuid references staff,
      reported_at timestamptz, reported_by uuid references staff, report text, unique (inspection, round))`,
    `create index rectifications_unit on rectifications (region, unit, ordered_at desc)`,
    `create table rectification_photos (
      rectification uuid not null references rectifications, sha256 text not null references blobs,
      position integer not null, primary key (rectification, position))`,
    `create index rectification_photos_sha256 on rectification_photos (sha256)`,

    `create table score_bookings (
      id uuid primary key, region text not null, year integer not null,
      target_kind text not null, target text not null, inspection uuid not null references inspections,
      clause text not null, points double precision not null, reason text not null,
      reverses uuid unique references score_bookings, at timestamptz not null, staff uuid references staff)`,
    `create index score_bookings_year on score_bookings (region, year)`,
    `create index score_bookings_inspection on score_bookings (inspection)`,
    `create trigger score_bookings_append_only before update or delete on score_bookings
      for each statement execute function refuse_change()`,

    `create table visit_plans (
      id uuid primary key, region text not null, seed text not null, input jsonb not null, result jsonb not null,
      kind text not null, from_date date not null, until_date date not null,
      made_at timestamptz not null, made_by uuid references staff, released_at timestamptz)`,
    `create index visit_plans_region on visit_plans (region, made_at desc)`,
    `alter table visits
      add column plan uuid references visit_plans, add column released_at timestamptz,
      add column cancelled_at timestamptz, add column revisit_of uuid references inspections`,
    `update visits set released_at = created_at`,
    `create index visits_region on visits (region, created_at)`,

    `create table public_notices (
      id uuid primary key, region text not null, year integer, number integer,
      title text not null, text text not null, revision integer not null default 1, inspections uuid[] not null,
      made_at timestamptz not null, made_by uuid references staff,
      published_at timestamptz, withdrawn_at timestamptz, withdrawn_because text,
      unique (region, year, number))`,
    `create index public_notices_region on public_notices (region, published_at desc)`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
