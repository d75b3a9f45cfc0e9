import type { Audience, NoticeKind } from '#domain/notices/kinds'
import type { QuietHours } from '#domain/notices/quiet-hours'
import type { Generated } from 'kysely'
import type { Json, NullableJson, NullableTimestamp, Timestamp } from '../../db/columns.ts'

/** What a notice is about: ids and numbers, nothing personal. */
export interface NoticeDetails {
  caseId?: string
  ratingId?: string
  inspectionId?: string
  rectificationId?: string
  number?: string
  /** ISO date */
  due?: string
}

export interface NoticeRow {
  id: string
  audience: Audience
  /** a member of staff, a case (whoever holds its receipt), or a supervisor */
  recipient: string
  /** what happened, by name: nobody is told of the same thing twice */
  key: string
  kind: NoticeKind
  region: string
  details: Json<NoticeDetails>
  at: Timestamp
  seen_at: NullableTimestamp
}

/** A device that wants to be told. Its endpoint is a secret: whoever knows it can ring there. */
export interface PushSubscriptionRow {
  id: string
  audience: Audience
  owner: string
  endpoint: string
  /** keys of the device in base64url (RFC 8291) */
  p256dh: string
  auth: string
  locale: 'zh' | 'en'
  /** null: at any hour */
  quiet: NullableJson<QuietHours>
  created_at: Timestamp
}

/** A notice on its way to a device; gone once it has arrived or was given up. */
export interface PushDeliveryRow {
  notice: string
  subscription: string
  not_before: Timestamp
  attempts: Generated<number>
}

export interface NotifyTables {
  notices: NoticeRow
  push_subscriptions: PushSubscriptionRow
  push_deliveries: PushDeliveryRow
}
