/** What the office does with an inspection; each step writes what belongs to it in the same transaction. */
import type { Kysely } from 'kysely'
import type { StepBody } from '#contract/desk/inspections'
import type { InspectionEvent, InspectionState } from '#domain/inspections/life'
import { addWorkdays, dateInChina, isWorkday, workdaysBetween } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { regionCatalogue, WITHIN_TRANSACTION } from '../cases/subject.ts'
import { staffOf, tellStaff } from '../notify/tell.ts'
import { newId } from '../supervisors/appointments.ts'
import { assignVisit } from '../supervisors/visits.ts'
import { revisitorsOf } from './revisitors.ts'
import { type Inspection, stepInspection } from './service.ts'

type Db = Kysely<Database>

/** How many workdays a unit may be given. */
export const DUE_WORKDAYS = [3, 5, 10, 15, 20, 30] as const
const MOST_WORKDAYS = 60

export const dueOptions = (today: string) =>
  DUE_WORKDAYS.map((workdays) => ({ workdays, due: addWorkdays(today, workdays) }))

type Wish<T extends StepBody['type']> = Omit<Extract<StepBody, { type: T }>, 'expected'>
/** A step of the office, without what the caller had seen. */
export type OfficeStep = { [T in StepBody['type']]: Wish<T> }[StepBody['type']]

/** Throws `notFound`, `conflict`, `illegalTransition`, `invalid` or `forbidden`. */
export async function takeOfficeStep(
  context: Context,
  db: Db,
  id: string,
  step: OfficeStep,
  by: { now: Date; staff?: string; expected?: number },
): Promise<void> {
  const make = async ({ row, state, at }: { row: Inspection; state: InspectionState; at: string }) => {
    switch (step.type) {
      case 'substantiate':
      case 'dismiss':
        return { type: step.type, at, reason: step.reason } as const
      case 'ask':
        return { type: 'ask', at, question: step.question } as const
      case 'order':
        return order(context, db, row, step, at)
      case 'revisit':
        return revisit(context, db, row, state, step, by.now)
      case 'close':
        return { type: 'close', at, note: step.note } as const
    }
  }
  const { row, state, event } = await stepInspection(db, id, make, by)
  if (event.type !== 'order') return
  await db
    .insertInto('rectifications')
    .values({
      id: event.rectification,
      inspection: id,
      round: state.rectification?.round ?? 1,
      region: row.region,
      unit: event.unit,
      venue: row.venue,
      counter: row.counter,
      text: event.text,
      due: event.due,
      shared: step.type === 'order' ? step.photos : [],
      ordered_at: by.now,
      ordered_by: by.staff ?? null,
    })
    .execute()
  await tellStaff(db, await staffOf(db, row.region, [{ role: 'unit', department: event.unit }]), {
    kind: 'rectification',
    key: `rectification ${event.rectification}`,
    region: row.region,
    details: { rectificationId: event.rectification, due: event.due },
    at: by.now,
  })
}

async function order(
  context: Context,
  db: Db,
  { id, region }: Inspection,
  { unit, text, due, photos }: Wish<'order'>,
  at: string,
): Promise<InspectionEvent> {
  const { departments } = await regionCatalogue(context, region, WITHIN_TRANSACTION)
  if (!departments.some((department) => department.id === unit)) throw invalid('unit', 'unknown')
  const given = workdaysBetween(dateInChina(at), due)
  if (given < 1 || given > MOST_WORKDAYS || !isWorkday(due))
    throw invalid('due', `not a workday between 1 and ${MOST_WORKDAYS} workdays from now`)
  const sealed = await db
    .selectFrom('inspection_photos')
    .select('sha256')
    .where('inspection', '=', id)
    .execute()
  if (photos.some((photo) => !sealed.some(({ sha256 }) => sha256 === photo)))
    throw invalid('photos', 'not photos of this inspection')
  return { type: 'order', at, rectification: newId(new Date(at)), unit, text, due }
}

async function revisit(
  context: Context,
  db: Db,
  row: Inspection,
  state: InspectionState,
  { supervisor, from, until }: Wish<'revisit'>,
  now: Date,
): Promise<InspectionEvent> {
  if (until < from || until < dateInChina(now)) throw invalid('until', 'lies before it can begin')
  const unit = state.rectification?.unit ?? row.department
  const may = await revisitorsOf(db, row, unit)
  if (!may.some(({ id }) => id === supervisor))
    throw new HttpError(
      'forbidden',
      'this supervisor was there before, works for the unit, or is not in office',
    )
  if (state.revisit && state.revisit.inspection === undefined)
    await db
      .updateTable('visits')
      .set({ cancelled_at: now })
      .where('id', '=', state.revisit.visit)
      .where('status', '=', 'open')
      .execute()
  const checked = Object.values(row.record.answers).flatMap((answer) =>
    answer.kind === 'itemCheck' ? answer.value.map(({ item }) => item) : [],
  )
  const { region, venue } = row
  const visit = await assignVisit(
    context,
    { supervisor, region, venue, kind: 'covert', from, until, revisitOf: row.id, items: checked },
    { db, now },
  )
  return { type: 'revisit', at: now.toISOString(), visit }
}

const invalid = (path: string, message: string) =>
  new HttpError('invalid', 'the request is not valid', { problems: [{ path, message }] })
