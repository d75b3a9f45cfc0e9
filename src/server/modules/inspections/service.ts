/** A step in the life of an inspection: judged by the domain, appended, and its outcome kept on the inspection itself. */
import type { Kysely, Selectable } from 'kysely'
import type { InspectionConflict } from '#contract/desk/inspections'
import {
  foldInspection,
  type InspectionEvent,
  type InspectionState,
  isRefused,
  nextInspection,
} from '#domain/inspections/life'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { tellSupervisor } from '../notify/tell.ts'
import { stepViews } from './step-view.ts'
import type { InspectionRow } from './tables.ts'

type Db = Kysely<Database>
export type Inspection = Selectable<InspectionRow>

export const lockInspection = (db: Db, id: string): Promise<Inspection | undefined> =>
  db.selectFrom('inspections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export async function readEvents(db: Db, inspection: string): Promise<InspectionEvent[]> {
  const rows = await db
    .selectFrom('inspection_events')
    .select('event')
    .where('inspection', '=', inspection)
    .orderBy('seq')
    .execute()
  return rows.map(({ event }) => event)
}

export interface StepFacts {
  row: Inspection
  state: InspectionState
  /** ISO instant of the step */
  at: string
}

/**
 * Appends the event that `make` builds from the inspection as it stands, in the caller's transaction.
 * `expected` is how many events the caller had seen. Throws `notFound`, `conflict` or `illegalTransition`.
 */
export async function stepInspection(
  db: Db,
  id: string,
  make: (facts: StepFacts) => InspectionEvent | Promise<InspectionEvent>,
  { now, staff, expected }: { now: Date; staff?: string; expected?: number },
): Promise<{ row: Inspection; state: InspectionState; event: InspectionEvent; seq: number }> {
  const row = await lockInspection(db, id)
  if (!row) throw new HttpError('notFound', 'no such inspection')
  const events = await readEvents(db, id)
  if (expected !== undefined && expected !== events.length) await refuseStale(db, id, events.length, expected)
  const state = foldInspection(events)
  const event = await make({ row, state, at: now.toISOString() })
  const next = nextInspection(state, event)
  if (isRefused(next))
    throw new HttpError('illegalTransition', 'the inspection does not allow this step now', {
      status: state.status,
      step: event.type,
    })
  const { note, due } = outcomeOf(event, row)
  const seq = events.length + 1
  await db
    .insertInto('inspection_events')
    .values({
      inspection: id,
      seq,
      type: event.type,
      event: JSON.stringify(event),
      staff: staff ?? null,
      status: next.status,
      note,
      due,
      at: now,
    })
    .execute()
  await db
    .updateTable('inspections')
    .set({ status: next.status, note, due, event_count: seq })
    .where('id', '=', id)
    .execute()
  if (event.type !== 'reply' && event.type !== 'revisited' && event.type !== 'report')
    await tellSupervisor(db, row.supervisor, {
      kind: event.type === 'ask' ? 'question' : 'outcome',
      key: `inspection ${id} ${seq}`,
      region: row.region,
      details: {},
      at: now,
    })
  return { row, state: next, event, seq }
}

/** What the supervisor reads of it on their phone; the unit's report and the revisit are no news to them. */
function outcomeOf(event: InspectionEvent, before: Inspection): { note: string | null; due: string | null } {
  switch (event.type) {
    case 'receive':
    case 'reply':
      return { note: null, due: null }
    case 'substantiate':
    case 'dismiss':
      return { note: event.reason, due: null }
    case 'ask':
      return { note: event.question, due: null }
    case 'order':
      return { note: event.text, due: event.due }
    case 'close':
      return { note: event.note === '' ? null : event.note, due: null }
    case 'report':
      return { note: before.note, due: before.due }
    case 'revisit':
    case 'revisited':
      return { note: null, due: null }
  }
}

/** Throws `conflict`, with what has happened. */
async function refuseStale(db: Db, id: string, eventCount: number, seen: number): Promise<never> {
  const details: InspectionConflict = {
    eventCount,
    since: (await stepViews(db, id)).filter(({ seq }) => seq > seen),
  }
  throw new HttpError('conflict', 'somebody else has gone on with this inspection', details)
}
