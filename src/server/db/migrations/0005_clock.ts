/** Rules with effective dates, reminders, the follow-up of ratings, notices and Web Push. Never edited once shipped. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  const statements = [
    // `rule_sets` had one row a region; what it held was in force from the beginning.
    `create table rule_versions (
      region text not null, effective_from date not null, rules jsonb not null,
      revision integer not null default 1, made_at timestamptz not null, made_by uuid references staff,
      primary key (region, effective_from))`,
    `insert into rule_versions (region, effective_from, rules, made_at)
      select region, date '0001-01-01', rules, updated_at from rule_sets`,

    `create table case_reminders (
      case_id uuid not null references cases, due date not null, kind text not null, at timestamptz not null,
      primary key (case_id, due, kind))`,
    `create index case_reminders_at on case_reminders (at)`,
    `create trigger case_reminders_append_only before update or delete on case_reminders
      for each statement execute function refuse_change()`,

    `create table rating_events (
      rating uuid not null references ratings, seq integer not null, type text not null,
      at timestamptz not null, actor text not null, staff uuid references staff,
      event jsonb not null, operation uuid, primary key (rating, seq))`,
    `create trigger rating_events_append_only before update or delete on rating_events
      for each statement execute function refuse_change()`,
    `create table rating_follow_ups (
      rating uuid primary key references ratings, event_count integer not null,
      status text not null, appeal text not null, remedy_level smallint, changed_at timestamptz not null)`,

    `create table notices (
      id uuid primary key, audience text not null, recipient uuid not null, key text not null,
      kind text not null, region text not null, details jsonb not null,
      at timestamptz not null, seen_at timestamptz, unique (audience, recipient, key))`,
    `create index notices_recipient on notices (audience, recipient, at desc)`,
    `create table push_subscriptions (
      id uuid primary key, audience text not null, owner uuid not null, endpoint text not null,
      p256dh text not null, auth text not null, locale text not null, quiet jsonb,
      created_at timestamptz not null, unique (audience, owner, endpoint))`,
    `create index push_subscriptions_endpoint on push_subscriptions (endpoint)`,
    `create table push_deliveries (
      notice uuid not null references notices on delete cascade,
      subscription uuid not null references push_subscriptions on delete cascade,
      not_before timestamptz not null, attempts integer not null default 0, primary key (notice, subscription))`,
    `create index push_deliveries_due on push_deliveries (not_before)`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
