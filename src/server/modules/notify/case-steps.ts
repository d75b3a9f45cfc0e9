/** Who is told of a step of a case: its citizen of what the desks did, the unit of what has become its own. */
import type { Kysely } from 'kysely'
import type { CaseEvent } from '#domain/cases/types'
import type { StaffNotice } from '#domain/notices/kinds'
import type { Database } from '../../db/schema.ts'
import { staffOf, tellCitizen, tellStaff } from './tell.ts'

interface Stepped {
  id: string
  number: string
  region: string
  /** department that owns it after the step */
  unit: string | undefined
  /** of a poor rating's follow-up: the rating */
  rating: string | null
}

/** Steps that a citizen wants to know of. Internal ones (joining with another case, and leaving it) are not among them. */
const NEWS: ReadonlySet<CaseEvent['type']> = new Set<CaseEvent['type']>([
  'accept',
  'decline',
  'assign',
  'transfer',
  'requestMore',
  'extend',
  'answer',
  'close',
])
const FOR_UNIT: Partial<Record<CaseEvent['type'], StaffNotice>> = {
  assign: 'assigned',
  transfer: 'transferred',
  reopen: 'reopened',
  supply: 'supplied',
  separate: 'separated',
}

const BY_OFFICE: ReadonlySet<StaffNotice> = new Set<StaffNotice>(['assigned', 'transferred', 'separated'])

/** Told in the transaction of the step. @param seq the event's number: a repeat tells nobody twice */
export async function tellOfStep(
  db: Kysely<Database>,
  { id, number, region, unit, rating }: Stepped,
  { type }: CaseEvent,
  seq: number,
  at: Date,
): Promise<void> {
  const about = { caseId: id, number, ...(rating === null ? {} : { ratingId: rating }) }
  const told = { key: `case:${id}:${seq}`, region, details: about, at }
  if (NEWS.has(type)) await tellCitizen(db, id, { ...told, kind: 'case' })
  const kind = FOR_UNIT[type]
  if (kind === undefined) return
  const unitStaff = unit === undefined ? [] : await staffOf(db, region, [{ role: 'unit', department: unit }])
  // What the office itself has just done it need not be told.
  const office = unitStaff.length === 0 && !BY_OFFICE.has(kind)
  await tellStaff(db, office ? await staffOf(db, region, [{ role: 'office' }]) : unitStaff, { ...told, kind })
}
