/** What a desk chooses from: the departments of its region, with how much each has on its table. */
import { type Kysely, sql } from 'kysely'
import type { CaseOptions } from '#contract/desk/cases'
import type { StaffMember } from '#domain/staff/roles'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { catalogueAtDesk } from './subject.ts'

/** Of a unit's staff their own department alone. */
export async function casesOptions(
  context: Context,
  db: Kysely<Database>,
  { region, role, department }: StaffMember,
): Promise<CaseOptions['departments']> {
  const { departments } = await catalogueAtDesk(context, region)
  const rows = await db
    .selectFrom('cases')
    .select(['unit', sql<number>`count(*)::int`.as('open')])
    .where('region', '=', region)
    .where('unit', 'is not', null)
    .where('status', 'in', ['assigned', 'reopened', 'moreRequested'])
    .groupBy('unit')
    .execute()
  const open = new Map(rows.map((row) => [row.unit, row.open]))
  return departments
    .filter(({ id }) => role !== 'unit' || id === department)
    .map(({ id, name }) => ({ id, name, open: open.get(id) ?? 0 }))
}

/** Throws `invalid` where the region has no such department. */
export async function knownUnit(context: Context, { region }: StaffMember, unit: string): Promise<void> {
  const { departments } = await catalogueAtDesk(context, region)
  if (!departments.some(({ id }) => id === unit))
    throw new HttpError('invalid', 'the region has no such department', {
      problems: [{ path: 'unit', message: 'unknown' }],
    })
}
