/** Rows of cases and their events. */
import type { Kysely } from 'kysely'
import type { CaseEvent, CaseState } from '#domain/cases/types'
import { isUniqueViolation } from '../../db/failures.ts'
import type { NewRow, NewRows } from '../../db/rows.ts'
import type { Database } from '../../db/schema.ts'
import type { CaseEventRow, CaseRow } from './tables.ts'

type Db = Kysely<Database>
export type Actor = CaseEventRow['actor']
type NewCase = Omit<
  NewRow<CaseRow>,
  | 'event_count'
  | 'status'
  | 'unit'
  | 'transfers'
  | 'extensions'
  | 'reopened'
  | 'answered_at'
  | 'answered_on_time'
  | 'closed_at'
  | 'merged_into'
>

/** The rows of a case that begins with `event`. */
export function caseRows(
  values: NewCase,
  event: CaseEvent,
  actor: Actor,
  operation: string | null,
): Required<Pick<NewRows, 'cases' | 'case_events'>> {
  const row: NewRow<CaseRow> = {
    ...values,
    event_count: 1,
    status: 'submitted',
    unit: null,
    transfers: 0,
    extensions: 0,
    reopened: false,
    answered_at: null,
    answered_on_time: null,
    closed_at: null,
    merged_into: null,
  }
  const { type, at } = event
  return {
    cases: [row],
    case_events: [{ case_id: values.id, seq: 1, type, at, actor, event, operation, staff: null }],
  }
}

export const photoRows = (caseId: string, seq: number, photos: readonly string[]) =>
  photos.map((sha256, position) => ({ case_id: caseId, sha256, seq, position }))

export async function insertPhotos(
  db: Db,
  caseId: string,
  seq: number,
  photos: readonly string[],
): Promise<void> {
  if (photos.length === 0) return
  await db
    .insertInto('case_photos')
    .values(photoRows(caseId, seq, photos))
    .execute()
}

/** Whether an insert failed because the receipt opens another case. */
export const isReceiptTaken = (error: unknown): boolean =>
  isUniqueViolation(error) && (error as { constraint?: string }).constraint === 'cases_receipt'

/** Locked until the transaction ends: one step at a time. */
export async function lockCase(db: Db, id: string) {
  return db.selectFrom('cases').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function readEvents(db: Db, caseId: string): Promise<CaseEvent[]> {
  const rows = await db
    .selectFrom('case_events')
    .select('event')
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .execute()
  return rows.map(({ event }) => event)
}

export interface Step {
  seq: number
  event: CaseEvent
  state: CaseState
  actor: Actor
  operation: string | null
  /** whose step it is, at a desk */
  staff: string | null
  /** of an answer: whether it came by its due date */
  onTime?: boolean
}

/** Appends the event and keeps the fold beside it. */
export async function appendStep(db: Db, caseId: string, step: Step): Promise<void> {
  const { seq, event, state, actor, operation, staff, onTime } = step
  await db
    .insertInto('case_events')
    .values({
      case_id: caseId,
      seq,
      type: event.type,
      at: event.at,
      actor,
      event: JSON.stringify(event),
      operation,
      staff,
    })
    .execute()
  const ends = ['closed', 'withdrawn'].includes(state.status)
  await db
    .updateTable('cases')
    .set({
      event_count: seq,
      status: state.status,
      unit: state.unit ?? null,
      due: state.due ?? null,
      transfers: state.transfers,
      extensions: state.extensions,
      reopened: state.reopened,
      merged_into: state.mergedInto ?? null,
      ...(event.type === 'answer' ? { answered_at: event.at, answered_on_time: onTime ?? true } : {}),
      ...(ends ? { closed_at: event.at } : {}),
    })
    .where('id', '=', caseId)
    .execute()
}
