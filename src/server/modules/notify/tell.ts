/**
 * Tells somebody of something: a notice in the app, and its way to every device they have subscribed. Written in the
 * transaction of what it tells of, so that neither is there without the other; `jobs/` sends it.
 */
import { type Kysely, sql } from 'kysely'
import type { Audience, CaseNotice, StaffNotice, SupervisorNotice } from '#domain/notices/kinds'
import type { StaffMember } from '#domain/staff/roles'
import type { Database } from '../../db/schema.ts'
import { newId } from '../supervisors/appointments.ts'
import type { NoticeDetails } from './tables.ts'

type Db = Kysely<Database>

interface Told<Kind> {
  kind: Kind
  /** what happened, by name: whoever was told of it before is not told again */
  key: string
  region: string
  details: NoticeDetails
  at: Date
}

type Who = Partial<Pick<StaffMember, 'role' | 'department' | 'head'>>

/** Ids of the region's staff in office who fit any of these. */
export async function staffOf(db: Db, region: string, any: readonly Who[]): Promise<string[]> {
  const rows = await db
    .selectFrom('staff')
    .select('id')
    .where('region', '=', region)
    .where('disabled_at', 'is', null)
    .where((eb) =>
      eb.or(
        any.map((who) =>
          eb.and(
            Object.entries(who).map(([column, value]) =>
              eb(column as 'role' | 'department' | 'head', '=', value),
            ),
          ),
        ),
      ),
    )
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Tells members of staff, each once for a key. */
export const tellStaff = (db: Db, staff: readonly string[], told: Told<StaffNotice>): Promise<void> =>
  tell(db, 'staff', staff, told)

/** Tells a supervisor. What stands on their phone says nothing of what it is about. */
export const tellSupervisor = (db: Db, supervisor: string, told: Told<SupervisorNotice>): Promise<void> =>
  tell(db, 'supervisor', [supervisor], told)

/** Tells whoever subscribed to the case with its receipt; where nobody did, the app shows it when it is opened. */
export async function tellCitizen(db: Db, caseId: string, told: Told<CaseNotice>): Promise<void> {
  const wanted = await db
    .selectFrom('push_subscriptions')
    .select('id')
    .where('audience', '=', 'case')
    .where('owner', '=', caseId)
    .limit(1)
    .executeTakeFirst()
  if (wanted) await tell(db, 'case', [caseId], told)
}

async function tell(
  db: Db,
  audience: Audience,
  recipients: readonly string[],
  { kind, key, region, details, at }: Told<StaffNotice | CaseNotice | SupervisorNotice>,
): Promise<void> {
  if (recipients.length === 0) return
  const values = recipients.map((recipient) => ({
    id: newId(at),
    audience,
    recipient,
    key,
    kind,
    region,
    details: JSON.stringify(details),
    at,
  }))
  const written = await db
    .insertInto('notices')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id'])
    .execute()
  if (written.length === 0) return
  await sql`
    insert into push_deliveries (notice, subscription, not_before)
    select n.id, s.id, ${at} from notices n
    join push_subscriptions s on s.audience = n.audience and s.owner = n.recipient
    where n.id in (${sql.join(written.map(({ id }) => sql`${id}::uuid`))})`.execute(db)
}
