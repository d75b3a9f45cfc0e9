import type { Contact, Subject } from '#domain/cases/types'
import type { Json, NullableJson, Timestamp } from '../../db/columns.ts'

export interface RatingRow {
  id: string
  region: string
  subject: Json<Subject>
  item: string | null
  /** as rated, or the owner of the item or counter it is about */
  department: string | null
  venue: string | null
  counter: string | null
  case_id: string | null
  level: number
  tags: string[]
  text: string | null
  actual_days: number | null
  /** workdays that the item promised on that day; null where it promised none, or days of another kind */
  promised_days: number | null
  contact: NullableJson<Contact>
  rated_at: Timestamp
  received_at: Timestamp
  /** the case that a poor rating with a contact opened */
  follow_up: string | null
}
export interface RatingTables {
  ratings: RatingRow
}
