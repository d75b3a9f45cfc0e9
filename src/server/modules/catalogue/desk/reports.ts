/** 公开纠错: what citizens report about one fact of an item, as long as it is not dealt with. */
import type { Kysely } from 'kysely'
import type { DisclosureReport } from '#contract/desk/catalogue-views'
import type { CaseStatus } from '#domain/cases/types'
import type { StaffMember } from '#domain/staff/roles'
import type { Database } from '../../../db/schema.ts'
import { casesInScope } from '../../cases/scope.ts'

const OVER: readonly CaseStatus[] = ['declined', 'withdrawn', 'confirmed', 'closed']

const open = (db: Kysely<Database>, staff: StaffMember) =>
  db
    .selectFrom('cases as c')
    .where('c.kind', '=', 'disclosureReport')
    .where('c.item', 'is not', null)
    .where('c.disclosure', 'is not', null)
    .where('c.status', 'not in', OVER)
    .where('c.merged_into', 'is', null)
    .where(casesInScope(staff))

/** How many there are of each item, by its code. */
export async function reportCounts(db: Kysely<Database>, staff: StaffMember): Promise<Map<string, number>> {
  const rows = await open(db, staff)
    .select(({ fn }) => ['c.item', fn.countAll<string>().as('reports')])
    .groupBy('c.item')
    .execute()
  return new Map(rows.map(({ item, reports }) => [item ?? '', Number(reports)]))
}

/** Those about one item, the oldest first. */
export async function reportsOf(
  db: Kysely<Database>,
  staff: StaffMember,
  item: string,
): Promise<DisclosureReport[]> {
  const rows = await open(db, staff)
    .select(['c.id', 'c.number', 'c.disclosure', 'c.text', 'c.status', 'c.received_at', 'c.due'])
    .where('c.item', '=', item)
    .orderBy('c.received_at')
    .execute()
  return rows.flatMap(({ id, number, disclosure, text, status, received_at, due }) =>
    disclosure
      ? [
          {
            id,
            number,
            field: disclosure.key,
            problem: disclosure.problem,
            shouldBe: disclosure.shouldBe ?? null,
            text,
            status,
            receivedAt: received_at.toISOString(),
            due,
          },
        ]
      : [],
  )
}
