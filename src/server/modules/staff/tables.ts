import type { Generated } from 'kysely'
import type { StaffRole } from '#domain/staff/roles'
import type { NullableTimestamp, Timestamp } from '../../db/columns.ts'

export interface StaffRow {
  id: string
  login: string
  name: string
  role: StaffRole
  region: string
  /** of a unit's staff: its department */
  department: string | null
  head: Generated<boolean>
  /** scrypt, with its parameters and salt */
  password: string
  created_at: Timestamp
  disabled_at: NullableTimestamp
  /** wrong passwords since the last right one, and until when no other is looked at */
  failures: Generated<number>
  not_before: NullableTimestamp
}

/** Who is signed in. Only a hash of the cookie is kept. */
export interface SessionRow {
  token_hash: string
  staff: string
  created_at: Timestamp
  seen_at: Timestamp
  expires_at: Timestamp
}

export interface StaffTables {
  staff: StaffRow
  sessions: SessionRow
}
