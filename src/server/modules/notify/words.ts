/**
 * What a telephone shows. No name, no text of anyone: what happened in general words, and the number where the screen
 * belongs to whoever filed it or works on it. A supervisor's telephone must not give them away: it says nothing at all.
 */
import type { NoticeKind } from '#domain/notices/kinds'
import type { NoticeDetails } from './tables.ts'

/** What the service worker is sent, encrypted for the device alone (RFC 8291). */
export interface PushMessage {
  title: string
  body: string
  /** a later one with the same tag takes the place of the earlier */
  tag: string
  /** the screen that it opens */
  url: string
}

const ZH: Record<NoticeKind, string> = {
  case: '您的诉求有新进展',
  dueSoon: '下一个工作日到期',
  dueToday: '今天到期',
  overdue: '已超期',
  escalated: '超期督办',
  assigned: '新交办',
  transferred: '转办到本单位',
  reopened: '群众要求复核',
  separated: '撤销并案，单独办理',
  supplied: '群众已补充材料',
  poorRating: '新的差评待回访',
  appeal: '差评申诉待裁定',
  appealDecided: '差评申诉已裁定',
  rectification: '新的整改通知',
  rectificationReply: '整改已回复',
  visit: '有新消息',
  outcome: '有新消息',
  question: '有新消息',
}
const EN: Record<NoticeKind, string> = {
  case: 'There is news about your case',
  dueSoon: 'Due on the next workday',
  dueToday: 'Due today',
  overdue: 'Overdue',
  escalated: 'Overdue: escalated',
  assigned: 'Newly assigned',
  transferred: 'Transferred to your unit',
  reopened: 'A second look was asked for',
  separated: 'A case stands alone again',
  supplied: 'The citizen has added what was asked for',
  poorRating: 'A poor rating waits for a call',
  appeal: 'An appeal against a rating waits',
  appealDecided: 'An appeal was decided',
  rectification: 'New rectification notice',
  rectificationReply: 'A rectification was replied to',
  visit: 'New message',
  outcome: 'New message',
  question: 'New message',
}
const WORDS = { zh: ZH, en: EN }
const PLAIN = new Set<NoticeKind>(['visit', 'outcome', 'question'])

export function pushMessage(kind: NoticeKind, details: NoticeDetails, locale: 'zh' | 'en'): PushMessage {
  const title = WORDS[locale][kind]
  if (PLAIN.has(kind)) return { title, body: '', tag: 'news', url: '/me' }
  const body = details.number ?? ''
  return { title, body, tag: `${kind} ${body}`, url: urlOf(kind, details) }
}

function urlOf(kind: NoticeKind, { caseId, ratingId, inspectionId, rectificationId }: NoticeDetails): string {
  if (kind === 'case') return ratingId === undefined ? `/cases/${caseId ?? ''}` : `/ratings/${ratingId}`
  if (ratingId !== undefined) return `/desk/ratings/${ratingId}`
  if (caseId !== undefined) return `/desk/cases/${caseId}`
  if (inspectionId !== undefined) return `/desk/inspections/${inspectionId}`
  if (rectificationId !== undefined) return `/desk/rectifications/${rectificationId}`
  return '/desk/notices'
}
