/** Which cases a desk may see at all. Where it may not, the answer is the same as where there is none. */
import { type ExpressionBuilder, type Kysely, type Selectable, sql, type SqlBool } from 'kysely'
import type { Contact } from '#domain/cases/types'
import { inScope, type StaffMember } from '#domain/staff/roles'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { lockCase } from './repository.ts'
import type { CaseRow } from './tables.ts'

type Case = Selectable<CaseRow>

/** The condition of `inScope` in SQL, over a table `cases as c`. */
export function casesInScope({ region, role, department }: StaffMember) {
  return (eb: ExpressionBuilder<{ c: CaseRow }, 'c'>) =>
    eb.and([eb('c.region', '=', region), ...(role === 'unit' ? [eb('c.unit', '=', department ?? '')] : [])])
}

function checked(staff: StaffMember, row: Case | undefined): Case {
  if (!row || !inScope(staff, { region: row.region, department: row.unit }))
    throw new HttpError('notFound', 'no such case')
  return row
}

/** Throws `notFound`. */
export const readInScope = async (db: Kysely<Database>, staff: StaffMember, id: string): Promise<Case> =>
  checked(staff, await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst())

/** As `readInScope`, and locked until the transaction ends, so that it is still in scope when the step is taken. */
export const lockInScope = async (db: Kysely<Database>, staff: StaffMember, id: string): Promise<Case> =>
  checked(staff, await lockCase(db, id))

/** The contact, where this reader may see it: a unit only what the citizen shares with it. */
export const contactFor = ({ role }: StaffMember, contact: Contact | null): Contact | null =>
  role === 'unit' && contact?.shareWithUnit !== true ? null : contact

/** The condition of `contactFor` in SQL. */
export const hasContactFor = ({ role }: StaffMember) =>
  role === 'unit'
    ? sql<SqlBool>`coalesce((c.contact->>'shareWithUnit')::boolean, false)`
    : sql<SqlBool>`c.contact is not null`
