/** What somebody is told of without having asked. */

/** Staff are told of deadlines and appeals, a citizen of their case, a supervisor of visits and outcomes. */
export const STAFF_NOTICES = [
  'dueSoon',
  'dueToday',
  'overdue',
  'escalated',
  'assigned',
  'transferred',
  'reopened',
  'separated',
  'supplied',
  'poorRating',
  'appeal',
  'appealDecided',
  'rectification',
  'rectificationReply',
] as const
export const CASE_NOTICES = ['case'] as const
export const SUPERVISOR_NOTICES = ['visit', 'outcome', 'question'] as const

export type StaffNotice = (typeof STAFF_NOTICES)[number]
export type CaseNotice = (typeof CASE_NOTICES)[number]
export type SupervisorNotice = (typeof SUPERVISOR_NOTICES)[number]
export type NoticeKind = StaffNotice | CaseNotice | SupervisorNotice

/** Whom a notice is for: a member of staff, whoever holds a case's receipt, or a supervisor. */
export const AUDIENCES = ['staff', 'case', 'supervisor'] as const
export type Audience = (typeof AUDIENCES)[number]
