import type { StaffMember } from '#domain/staff/roles'
import { m } from '../../i18n/index.ts'

/** What a member of staff is, in the user's language. */
export function roleName({ role, head }: Pick<StaffMember, 'role' | 'head'>): string {
  switch (role) {
    case 'office':
      return head ? m.desk_role_head() : m.desk_role_office()
    case 'unit':
      return m.desk_role_unit()
    case 'auditor':
      return m.desk_role_auditor()
  }
}
