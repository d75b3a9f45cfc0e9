/** Accounts of the office, the units and the auditors. */
import type { StaffRole } from '#domain/staff/roles'
import type { Context } from '../../context.ts'
import { isUniqueViolation } from '../../db/failures.ts'
import { HttpError } from '../../http/errors.ts'
import { newId } from '../supervisors/appointments.ts'
import { hashPassword } from './passwords.ts'

export interface NewStaff {
  login: string
  name: string
  role: StaffRole
  /** leads the office */
  head?: boolean
  region: string
  department?: string
  password: string
}

/** Throws `conflict` where the login is taken. */
export async function createStaff(context: Pick<Context, 'db' | 'now'>, staff: NewStaff): Promise<string> {
  const now = context.now()
  const id = newId(now)
  try {
    await context.db
      .insertInto('staff')
      .values({
        id,
        login: staff.login,
        name: staff.name,
        role: staff.role,
        head: staff.head ?? false,
        region: staff.region,
        department: staff.department ?? null,
        password: await hashPassword(staff.password),
        created_at: now,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) throw new HttpError('conflict', 'this login is taken')
    throw error
  }
  return id
}
