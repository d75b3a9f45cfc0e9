/** An inspection with all that an office needs to judge it. */
import type { Kysely } from 'kysely'
import { type InspectionDetail, OFFICE_STEPS } from '#contract/desk/inspections'
import { checklistOf } from '#domain/inspections/hall-checklist'
import { foldInspection, INSPECTION_STEPS, type InspectionState } from '#domain/inspections/life'
import { may, type StaffMember } from '#domain/staff/roles'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { regionCatalogue } from '../cases/subject.ts'
import { checkedEvidence } from './checked-evidence.ts'
import { dueOptions } from './office-steps.ts'
import { summaryOf } from './queue.ts'
import { rectificationsOf } from './rectifications.ts'
import { revisitorsOf } from './revisitors.ts'
import { bookingViews, targetsOf } from './scores.ts'
import { readEvents } from './service.ts'
import { stepViews } from './step-view.ts'

type Db = Kysely<Database>

/** Steps that the office could take now. A revisit before its time is left out; the rest of the rules is the domain's. */
function stepsOf(state: InspectionState, staff: StaffMember, today: string): InspectionDetail['steps'] {
  if (!may(staff, 'inspection.verify')) return []
  const allowed: readonly string[] = INSPECTION_STEPS[state.status]
  const { rectification, revisit } = state
  const early = rectification && !rectification.reported && today < rectification.due
  return OFFICE_STEPS.filter((step) => {
    if (!allowed.includes(step)) return false
    if (step === 'revisit') return !early && revisit?.inspection === undefined
    if (step === 'order' && state.status === 'revisit') return revisit?.inspection !== undefined
    return true
  })
}

/** Throws `notFound`. */
export async function inspectionDetail(
  context: Context,
  db: Db,
  staff: StaffMember,
  id: string,
  now: Date,
): Promise<InspectionDetail> {
  const catalogue = await regionCatalogue(context, staff.region)
  const summary = await summaryOf(db, catalogue, id)
  const row =
    summary && (await db.selectFrom('inspections').selectAll().where('id', '=', id).executeTakeFirst())
  if (!summary || !row) throw new HttpError('notFound', 'no such inspection')
  const state = foldInspection(await readEvents(db, id))
  const today = dateInChina(now)
  const steps = stepsOf(state, staff, today)
  const { checklist } = row.record
  return {
    ...summary,
    record: row.record,
    checklist: checklistOf(checklist.id, checklist.version) ?? null,
    evidence: await checkedEvidence(db, row),
    corrects: row.corrects,
    visit: await visitOf(db, row.visit),
    events: await stepViews(db, id),
    question: state.question ?? null,
    rectifications: await rectificationsOf(db, id, catalogue, now),
    revisit: await revisitOf(db, state.revisit),
    steps,
    dueOptions: steps.includes('order') ? dueOptions(today) : [],
    revisitors: steps.includes('revisit')
      ? await revisitorsOf(db, row, state.rectification?.unit ?? row.department)
      : [],
    targets: await targetsOf(db, row, catalogue),
    bookings: await bookingViews(db, catalogue, { inspection: id }),
    notices: await db
      .selectFrom('public_notices')
      .select(['id', 'title'])
      .where((eb) => eb(eb.val(id), '=', eb.fn.any(eb.ref('inspections'))))
      .execute(),
    asOf: now.toISOString(),
  }
}

async function visitOf(db: Db, visit: string | null): Promise<InspectionDetail['visit']> {
  if (visit === null) return null
  const row = await db.selectFrom('visits').selectAll().where('id', '=', visit).executeTakeFirst()
  if (!row) return null
  return { drawn: row.drawn, from: row.from_date, until: row.until_date, revisitOf: row.revisit_of }
}

async function revisitOf(db: Db, revisit: InspectionState['revisit']): Promise<InspectionDetail['revisit']> {
  if (!revisit) return null
  const visit = await db
    .selectFrom('visits as v')
    .innerJoin('supervisors as s', 's.id', 'v.supervisor')
    .select(['s.name', 'v.until_date'])
    .where('v.id', '=', revisit.visit)
    .executeTakeFirst()
  if (!visit) return null
  const record =
    revisit.inspection === undefined
      ? undefined
      : await db
          .selectFrom('inspections')
          .select(['id', 'score', 'deductions'])
          .where('id', '=', revisit.inspection)
          .executeTakeFirst()
  return {
    supervisor: visit.name,
    until: visit.until_date,
    record: record ? { id: record.id, score: record.score, findings: record.deductions.length } : null,
  }
}

/** Throws `notFound`. */
export async function inspectionPhoto(
  db: Db,
  { region }: StaffMember,
  id: string,
  sha256: string,
): Promise<{ type: string; data: Buffer }> {
  const photo = await db
    .selectFrom('inspection_photos as p')
    .innerJoin('inspections as i', 'i.id', 'p.inspection')
    .innerJoin('blobs as b', 'b.sha256', 'p.sha256')
    .select(['b.type', 'b.data'])
    .where('i.region', '=', region)
    .where('i.id', '=', id)
    .where('p.sha256', '=', sha256)
    .executeTakeFirst()
  if (!photo) throw new HttpError('notFound', 'this inspection has no such photo')
  return photo
}
