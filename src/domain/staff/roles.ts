/** Who works at a desk, and what each role may do: the one authorisation table. What is not in it nobody may do. */

/**
 * `office` 管理办 takes in, assigns, verifies and publishes, for its region; `unit` 承办单位 answers what was assigned to
 * its department; `auditor` 监察 reads everything of its region and changes nothing but the outcome of an appeal.
 */
export const STAFF_ROLES = ['office', 'unit', 'auditor'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

/** Someone signed in at a desk. */
export interface StaffMember {
  id: string
  login: string
  name: string
  role: StaffRole
  /** the one region whose data they see */
  region: string
  /** of a unit's staff: its department, the only one whose cases they see */
  department: string | null
  /** leads the office: manages its accounts, and is told of what is overdue */
  head: boolean
}

const ALL = STAFF_ROLES
const READERS = ['office', 'auditor'] as const
const OFFICE = ['office'] as const
const UNIT = ['unit'] as const
const DESKS = ['office', 'unit'] as const
const AUDITOR = ['auditor'] as const
/** of the office, its head only */
const HEAD = ['head'] as const

export const CAPABILITIES = {
  /** their own session, password, notices and push subscription */
  'self.use': ALL,
  'staff.manage': HEAD,
  'case.read': ALL,
  'case.note': DESKS,
  /** accept, decline, assign, transfer, ask for more, close, merge and separate, publish */
  'case.direct': OFFICE,
  /** extend, answer */
  'case.answer': DESKS,
  'rules.read': ALL,
  'rules.write': OFFICE,
  /** ratings and the follow-up of the poor ones; a unit sees those about itself */
  'rating.read': ALL,
  'rating.followUp': DESKS,
  'rating.appeal': DESKS,
  'rating.decideAppeal': AUDITOR,
  'inspection.read': READERS,
  'inspection.verify': OFFICE,
  'rectification.read': ALL,
  'rectification.reply': UNIT,
  'visit.read': READERS,
  'visit.plan': OFFICE,
  'supervisor.read': READERS,
  'supervisor.manage': OFFICE,
  'notice.write': OFFICE,
  'catalogue.read': ALL,
  'catalogue.write': OFFICE,
  'report.read': READERS,
  'audit.read': AUDITOR,
} as const satisfies Record<string, readonly (StaffRole | 'head')[]>
export type Capability = keyof typeof CAPABILITIES

/** Whether the role may do it at all; whether to this very case is a matter of scope, see `inScope`. */
export function may({ role, head }: Pick<StaffMember, 'role' | 'head'>, capability: Capability): boolean {
  const who: readonly (StaffRole | 'head')[] = CAPABILITIES[capability]
  return who.includes(role) || (head && role === 'office' && who.includes('head'))
}

/** Whether something of this region, owned by this department (null: by none), is theirs to see. */
export function inScope(
  who: Pick<StaffMember, 'role' | 'region' | 'department'>,
  thing: { region: string; department: string | null },
): boolean {
  if (thing.region !== who.region) return false
  return who.role !== 'unit' || (thing.department !== null && thing.department === who.department)
}
