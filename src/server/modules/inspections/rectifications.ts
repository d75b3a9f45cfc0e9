/** 整改 as the unit and the office see it, and the unit's report. */
import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely'
import type { Rectification, RectificationDetail, RectificationState } from '#contract/desk/rectifications'
import type { Catalogue } from '#domain/catalogue/types'
import { findingsForUnit, thirdOfMonth } from '#domain/inspections/findings-for-unit'
import { checklistOf } from '#domain/inspections/hall-checklist'
import type { InspectionStatus } from '#domain/inspections/types'
import { inScope, type StaffMember } from '#domain/staff/roles'
import { dateInChina, workdaysBetween } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { needPhotos } from '../cases/photos.ts'
import { catalogueAtDesk } from '../cases/subject.ts'
import { staffOf, tellStaff } from '../notify/tell.ts'
import { stepInspection } from './service.ts'
import type { RectificationRow } from './tables.ts'

type Db = Kysely<Database>
type Row = Selectable<RectificationRow> & { status: InspectionStatus; newest: boolean }

/** Rows with the status of their inspection, and whether a later round follows. */
const rows = (db: Db) =>
  db
    .selectFrom('rectifications as r')
    .innerJoin('inspections as i', 'i.id', 'r.inspection')
    .selectAll('r')
    .select('i.status')
    .select(
      sql<boolean>`not exists (select from rectifications later
        where later.inspection = r.inspection and later.round > r.round)`.as('newest'),
    )

const ofStaff =
  ({ region, role, department }: StaffMember) =>
  (eb: ExpressionBuilder<{ r: RectificationRow }, 'r'>) =>
    eb.and([eb('r.region', '=', region), ...(role === 'unit' ? [eb('r.unit', '=', department ?? '')] : [])])

function stateOf({ status, newest, reported_at }: Row): RectificationState {
  if (!newest) return 'again'
  if (status === 'closed') return 'done'
  if (status === 'revisit') return 'revisit'
  return reported_at === null ? 'open' : 'reported'
}

async function viewOf(db: Db, row: Row, catalogue: Catalogue, today: string): Promise<Rectification> {
  const photos = await db
    .selectFrom('rectification_photos')
    .select('sha256')
    .where('rectification', '=', row.id)
    .orderBy('position')
    .execute()
  const named = (list: readonly { id: string; name: string }[], id: string) => ({
    id,
    name: list.find((one) => one.id === id)?.name ?? id,
  })
  const open = row.reported_at === null && row.newest && row.status === 'rectification'
  return {
    id: row.id,
    state: stateOf(row),
    round: row.round,
    unit: named(catalogue.departments, row.unit),
    venue: named(catalogue.venues, row.venue),
    counter: row.counter === null ? null : named(catalogue.counters, row.counter),
    text: row.text,
    due: row.due,
    overdueWorkdays: open ? Math.max(0, workdaysBetween(row.due, today)) : 0,
    orderedAt: row.ordered_at.toISOString(),
    report:
      row.reported_at === null
        ? null
        : {
            text: row.report ?? '',
            at: row.reported_at.toISOString(),
            photos: photos.map(({ sha256 }) => sha256),
          },
  }
}

/** Those in scope: the open ones first, by due date, then the newest. */
export async function listRectifications(
  context: Context,
  db: Db,
  staff: StaffMember,
  now: Date,
): Promise<Rectification[]> {
  const catalogue = await catalogueAtDesk(context, staff.region)
  const found = await rows(db)
    .where(ofStaff(staff))
    .orderBy('r.ordered_at', 'desc')
    .orderBy('r.id')
    .limit(500)
    .execute()
  const views = await Promise.all(found.map((row) => viewOf(db, row, catalogue, dateInChina(now))))
  const waits = ({ state }: Rectification) => (state === 'open' ? 0 : state === 'reported' ? 1 : 2)
  return views.sort((a, b) => waits(a) - waits(b) || (waits(a) === 0 ? a.due.localeCompare(b.due) : 0))
}

/** Those of one inspection, the first round first. */
export async function rectificationsOf(
  db: Db,
  inspection: string,
  catalogue: Catalogue,
  now: Date,
): Promise<Rectification[]> {
  const found = await rows(db).where('r.inspection', '=', inspection).orderBy('r.round').execute()
  return Promise.all(found.map((row) => viewOf(db, row, catalogue, dateInChina(now))))
}

/** Throws `notFound`, also where it is another unit's. */
export async function rectificationInScope(db: Db, staff: StaffMember, id: string): Promise<Row> {
  const row = await rows(db).where('r.id', '=', id).executeTakeFirst()
  if (!row || !inScope(staff, { region: row.region, department: row.unit }))
    throw new HttpError('notFound', 'no such rectification')
  return row
}

export async function rectificationDetail(
  context: Context,
  db: Db,
  staff: StaffMember,
  id: string,
  now: Date,
): Promise<RectificationDetail> {
  const row = await rectificationInScope(db, staff, id)
  const catalogue = await catalogueAtDesk(context, staff.region)
  const { record } = await db
    .selectFrom('inspections')
    .select('record')
    .where('id', '=', row.inspection)
    .executeTakeFirstOrThrow()
  const checklist = checklistOf(record.checklist.id, record.checklist.version)
  return {
    ...(await viewOf(db, row, catalogue, dateInChina(now))),
    found: thirdOfMonth(record.startedAt),
    findings: checklist ? findingsForUnit(checklist, record.answers) : [],
    shared: row.shared,
    mayReport:
      staff.role === 'unit' && row.newest && row.status === 'rectification' && row.reported_at === null,
    inspection: staff.role === 'unit' ? null : row.inspection,
  }
}

/** A photo that the office shared with the unit, or one of the unit's report. Throws `notFound`. */
export async function rectificationPhoto(
  db: Db,
  staff: StaffMember,
  id: string,
  sha256: string,
): Promise<{ type: string; data: Buffer }> {
  const row = await rectificationInScope(db, staff, id)
  const own = await db
    .selectFrom('rectification_photos')
    .select('sha256')
    .where('rectification', '=', id)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  const photo =
    own || row.shared.includes(sha256)
      ? await db.selectFrom('blobs').select(['type', 'data']).where('sha256', '=', sha256).executeTakeFirst()
      : undefined
  if (!photo) throw new HttpError('notFound', 'no such photo')
  return photo
}

/** The unit's report, once a round. Throws `notFound`, `illegalTransition` or `blobsMissing`. */
export async function reportRectification(
  db: Db,
  staff: StaffMember,
  id: string,
  { text, photos }: { text: string; photos: readonly string[] },
  now: Date,
): Promise<void> {
  const row = await rectificationInScope(db, staff, id)
  await needPhotos(db, photos)
  await stepInspection(
    db,
    row.inspection,
    ({ state, at }) => {
      if (state.rectification?.id !== id || state.rectification.reported)
        throw new HttpError('illegalTransition', 'it was reported on already, or is over', {
          status: state.status,
          step: 'report',
        })
      return { type: 'report', at, text }
    },
    { now, staff: staff.id },
  )
  await db
    .updateTable('rectifications')
    .set({ reported_at: now, reported_by: staff.id, report: text })
    .where('id', '=', id)
    .execute()
  const named = [...new Set(photos)].map((sha256, position) => ({ rectification: id, sha256, position }))
  if (named.length > 0) await db.insertInto('rectification_photos').values(named).execute()
  await tellStaff(db, await staffOf(db, row.region, [{ role: 'office' }]), {
    kind: 'rectificationReply',
    key: `rectification report ${id}`,
    region: row.region,
    details: { inspectionId: row.inspection },
    at: now,
  })
}
