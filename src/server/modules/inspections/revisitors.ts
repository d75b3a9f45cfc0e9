/** Who may look again: another supervisor, and never one who works for the unit or the hall's department. */
import type { Kysely } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { Inspection } from './service.ts'

/** Supervisors in office with an enrolled phone, by name. */
export async function revisitorsOf(
  db: Kysely<Database>,
  { region, supervisor, department }: Pick<Inspection, 'region' | 'supervisor' | 'department'>,
  unit: string | null,
): Promise<{ id: string; name: string }[]> {
  const rows = await db
    .selectFrom('supervisors as s')
    .select(['s.id', 's.name', 's.employer'])
    .where('s.region', '=', region)
    .where('s.id', '!=', supervisor)
    .where('s.revoked_at', 'is', null)
    .where((eb) =>
      eb.exists(eb.selectFrom('devices as d').select('d.id').whereRef('d.supervisor', '=', 's.id')),
    )
    .orderBy('s.name')
    .orderBy('s.id')
    .execute()
  return rows
    .filter(({ employer }) => employer === null || (employer !== unit && employer !== department))
    .map(({ id, name }) => ({ id, name }))
}
