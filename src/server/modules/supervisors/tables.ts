import type { DrawInput, DrawResult } from '#domain/inspections/draw'
import type { CalendarDate, Json, NullableTimestamp, Timestamp } from '../../db/columns.ts'

export interface SupervisorRow {
  id: string
  region: string
  name: string
  /** department the supervisor works for, if any: a declared conflict, never drawn */
  employer: string | null
  appointed_at: Timestamp
  revoked_at: NullableTimestamp
}

/** One-time codes; only a hash is kept. */
export interface AppointmentRow {
  code_hash: string
  supervisor: string
  created_at: Timestamp
  expires_at: Timestamp
  used_at: NullableTimestamp
}

export interface PublicKey {
  kty: 'EC'
  crv: 'P-256'
  x: string
  y: string
}

export interface DeviceRow {
  id: string
  supervisor: string
  public_key: Json<PublicKey>
  enrolled_at: Timestamp
}

export interface VisitRow {
  id: string
  region: string
  supervisor: string
  venue: string
  venue_name: string
  kind: 'announced' | 'covert'
  items: string[]
  from_date: CalendarDate
  until_date: CalendarDate
  /** `expired` is not stored: it is `open` past `until_date` */
  status: 'open' | 'done'
  /** by the supervisor's own lot */
  drawn: boolean
  created_at: Timestamp
  plan: string | null
  /** from when on its supervisor knows of it; null: not yet */
  released_at: NullableTimestamp
  cancelled_at: NullableTimestamp
  /** the inspection whose rectification it is to look at */
  revisit_of: string | null
}

/** 随机抽取: a draw by the office, with all that is needed to draw it again. */
export interface VisitPlanRow {
  id: string
  region: string
  seed: string
  input: Json<DrawInput>
  result: Json<DrawResult>
  kind: 'announced' | 'covert'
  from_date: CalendarDate
  until_date: CalendarDate
  made_at: Timestamp
  made_by: string | null
  released_at: NullableTimestamp
}

export interface SupervisorTables {
  supervisors: SupervisorRow
  appointments: AppointmentRow
  devices: DeviceRow
  visits: VisitRow
  visit_plans: VisitPlanRow
}
