/** A case as it stands in the lists of the desk. */
import { type Kysely, sql } from 'kysely'
import type { CaseSummary } from '#contract/desk/cases'
import { dueState, overdueWorkdays } from '#domain/cases/clock'
import type { Catalogue } from '#domain/catalogue/types'
import type { StaffMember } from '#domain/staff/roles'
import type { Database } from '../../db/schema.ts'
import { hasContactFor } from './scope.ts'
import { departmentName, itemName } from './subject.ts'

/** Characters of the text that a list shows. */
const EXCERPT = 120

/** Cases as `c`, with what a list shows of each. */
export const summaryQuery = (db: Kysely<Database>, staff: StaffMember) =>
  db
    .selectFrom('cases as c')
    .select([
      'c.id',
      'c.number',
      'c.kind',
      'c.origin',
      'c.status',
      'c.item',
      'c.department',
      'c.venue',
      'c.counter',
      'c.unit',
      'c.due',
      'c.received_at',
      'c.transfers',
      'c.extensions',
      'c.reopened',
      'c.merged_into',
      'c.event_count',
    ])
    .select([
      sql<string>`left(c.text, ${EXCERPT})`.as('excerpt'),
      sql<string | null>`c.notice->>'itemName'`.as('notice_item'),
      hasContactFor(staff).as('has_contact'),
      sql<number>`(select count(*)::int from case_photos p where p.case_id = c.id)`.as('photos'),
      sql<number>`(select count(*)::int from cases f where f.merged_into = c.id)`.as('joined'),
      sql<boolean>`exists (select from case_publications p where p.case_id = c.id)`.as('published'),
    ])

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaryQuery>['executeTakeFirstOrThrow']>>

/** Names of what a case is about, as far as the newest catalogue knows them. */
export function subjectOf(
  row: Pick<SummaryRow, 'item' | 'department' | 'venue' | 'counter' | 'notice_item'>,
  catalogue: Catalogue,
): { item: string | null; department: string | null; venue: string | null; counter: string | null } {
  const named = (list: readonly { id: string; name: string }[], id: string | null) =>
    id === null ? null : (list.find((one) => one.id === id)?.name ?? id)
  return {
    item: row.item === null ? null : (row.notice_item ?? itemName(catalogue, row.item) ?? row.item),
    department: named(catalogue.departments, row.department),
    venue: named(catalogue.venues, row.venue),
    counter: named(catalogue.counters, row.counter),
  }
}

/** The item, else the counter, hall or department it is about. */
export function subjectTitle(row: Parameters<typeof subjectOf>[0], catalogue: Catalogue): string | null {
  const { item, counter, venue, department } = subjectOf(row, catalogue)
  return item ?? counter ?? venue ?? department
}

/** @param today ISO date in China */
export function caseSummary(row: SummaryRow, catalogue: Catalogue, today: string): CaseSummary {
  const due = row.due ?? undefined
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    origin: row.origin,
    status: row.status,
    title: subjectTitle(row, catalogue) ?? row.number,
    excerpt: row.excerpt,
    unit: row.unit === null ? null : { id: row.unit, name: departmentName(catalogue, row.unit) },
    due: row.due,
    dueState: dueState(due, today) ?? null,
    overdueWorkdays: overdueWorkdays(due, today),
    receivedAt: row.received_at.toISOString(),
    transfers: row.transfers,
    extensions: row.extensions,
    reopened: row.reopened,
    hasContact: Boolean(row.has_contact),
    photos: row.photos,
    joined: row.joined,
    mergedInto: row.merged_into,
    published: row.published,
    eventCount: row.event_count,
  }
}
