import type { Generated } from 'kysely'
import type { NullableTimestamp, Timestamp } from '../../db/columns.ts'

/** 通报. A draft until it has a number; what was published is never changed, only withdrawn. */
export interface PublicNoticeRow {
  id: string
  region: string
  year: number | null
  number: number | null
  title: string
  text: string
  revision: Generated<number>
  /** that it rests on; not public */
  inspections: string[]
  made_at: Timestamp
  made_by: string | null
  published_at: NullableTimestamp
  withdrawn_at: NullableTimestamp
  withdrawn_because: string | null
}

export interface PublicNoticeTables {
  public_notices: PublicNoticeRow
}
