/** 提醒: what a member of staff is told of, in the app and on their devices. */
import * as v from 'valibot'
import { STAFF_NOTICES } from '#domain/notices/kinds'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, IsoDate } from '../fields.ts'
import { PushDevice, PushTarget, PushWishes } from '../push.ts'
import { Done } from './session.ts'

export const Notice = v.object({
  id: Id,
  kind: v.picklist(STAFF_NOTICES),
  at: Instant,
  seen: v.boolean(),
  /** what it is about: ids and numbers */
  caseId: v.exactOptional(Id),
  ratingId: v.exactOptional(Id),
  inspectionId: v.exactOptional(Id),
  rectificationId: v.exactOptional(Id),
  number: v.exactOptional(v.string()),
  due: v.exactOptional(IsoDate),
})
export type Notice = v.InferOutput<typeof Notice>

export const NoticeList = v.object({
  notices: v.array(Notice),
  /** not seen yet, of all */
  unseen: v.number(),
  /** `before` of the next page; null when this is the last */
  next: v.nullable(Instant),
})
export type NoticeList = v.InferOutput<typeof NoticeList>

export const deskNotices = {
  list: endpoint({
    method: 'GET',
    path: '/notices',
    capability: 'self.use',
    summary: 'What the signed-in member of staff was told of, newest first',
    query: v.object({ before: v.optional(Instant) }),
    answer: NoticeList,
  }),
  unseen: endpoint({
    method: 'GET',
    path: '/notices/unseen',
    capability: 'self.use',
    summary: 'How many notices were not seen yet',
    answer: v.object({ unseen: v.number() }),
  }),
  seen: endpoint({
    method: 'POST',
    path: '/notices/seen',
    capability: 'self.use',
    summary: 'Marks the own notices up to an instant as seen',
    body: v.strictObject({ until: Instant }),
    answer: Done,
  }),
  devices: endpoint({
    method: 'GET',
    path: '/push',
    capability: 'self.use',
    summary: 'The key to subscribe with, and the own devices that are told',
    answer: v.object({ key: v.string(), devices: v.array(PushDevice) }),
  }),
  subscribe: endpoint({
    method: 'POST',
    path: '/push',
    capability: 'self.use',
    summary: 'Tells this device too, with the quiet hours that it asks for; again changes them',
    body: PushWishes,
    answer: Done,
  }),
  unsubscribe: endpoint({
    method: 'POST',
    path: '/push/end',
    capability: 'self.use',
    summary: 'This device is no longer told',
    body: v.strictObject({ endpoint: PushTarget.entries.endpoint }),
    answer: Done,
  }),
}
