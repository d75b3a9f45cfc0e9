import type { Notice } from '#contract/desk/notices'
import type { StaffNotice } from '#domain/notices/kinds'
import type { RouteLocationRaw } from 'vue-router'
import { m } from '../../../i18n/index.ts'

const WORDS: Record<StaffNotice, () => string> = {
  dueSoon: m.desk_clock_due_soon,
  dueToday: m.desk_clock_due_today,
  overdue: m.desk_clock_overdue,
  escalated: m.desk_clock_escalated,
  assigned: m.desk_clock_notice_assigned,
  transferred: m.desk_clock_notice_transferred,
  reopened: m.desk_clock_notice_reopened,
  separated: m.desk_clock_notice_separated,
  supplied: m.desk_clock_notice_supplied,
  poorRating: m.desk_clock_notice_poor,
  appeal: m.desk_clock_notice_appeal,
  appealDecided: m.desk_clock_notice_decided,
  rectification: m.desk_clock_notice_rectification,
  rectificationReply: m.desk_clock_notice_replied,
}
export const noticeName = (kind: StaffNotice): string => WORDS[kind]()

const BAD: ReadonlySet<StaffNotice> = new Set<StaffNotice>(['overdue', 'escalated'])
const WAIT: ReadonlySet<StaffNotice> = new Set<StaffNotice>(['dueSoon', 'dueToday', 'appeal', 'poorRating'])
export const noticeTone = (kind: StaffNotice): 'bad' | 'wait' | 'info' =>
  BAD.has(kind) ? 'bad' : WAIT.has(kind) ? 'wait' : 'info'

/** The screen that the notice is about; by its address, because areas do not know each other. */
export function noticeTarget({
  caseId,
  ratingId,
  inspectionId,
}: Pick<Notice, 'caseId' | 'ratingId' | 'inspectionId'>): RouteLocationRaw | undefined {
  if (ratingId !== undefined) return `/desk/ratings/${ratingId}`
  if (caseId !== undefined) return `/desk/cases/${caseId}`
  return inspectionId === undefined ? undefined : `/desk/inspections/${inspectionId}`
}
