/** `/api/v1/desk/inspections`, `/rectifications`, `/scores`, and the public `GET /api/v1/regions/{region}/scores`. */
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { deskInspections } from '#contract/desk/inspections'
import { deskRectifications } from '#contract/desk/rectifications'
import { API } from '#contract/routes'
import type { StaffMember } from '#domain/staff/roles'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { deskRoute } from '../../http/desk.ts'
import { HttpError } from '../../http/errors.ts'
import { catalogueAtDesk } from '../cases/subject.ts'
import { inspectionDetail, inspectionPhoto } from './detail.ts'
import { takeOfficeStep } from './office-steps.ts'
import { queue } from './queue.ts'
import {
  listRectifications,
  rectificationDetail,
  rectificationPhoto,
  reportRectification,
} from './rectifications.ts'
import { book, bookingViews, reverse, yearlyScores } from './scores.ts'

interface OfOne {
  db: Kysely<Database>
  staff: StaffMember
  now: Date
  params: { id: string }
}

const thisYear = (now: Date): string => dateInChina(now).slice(0, 4)

/** Throws `notFound` where the region has no such inspection. */
async function needInRegion(db: Kysely<Database>, { region }: StaffMember, id: string): Promise<void> {
  const row = await db
    .selectFrom('inspections')
    .select('id')
    .where('id', '=', id)
    .where('region', '=', region)
    .executeTakeFirst()
  if (!row) throw new HttpError('notFound', 'no such inspection')
}

export function registerDeskInspectionRoutes(app: FastifyInstance, context: Context): void {
  const detail = ({ db, staff, params, now }: OfOne) => inspectionDetail(context, db, staff, params.id, now)

  deskRoute(app, context, deskInspections.list, async ({ db, staff, query }) =>
    queue(db, await catalogueAtDesk(context, staff.region), query),
  )
  deskRoute(app, context, deskInspections.detail, detail)
  deskRoute(app, context, deskInspections.photo, async ({ db, staff, params, reply }) => {
    const { type, data } = await inspectionPhoto(db, staff, params.id, params.sha256)
    void reply.type(type).header('cache-control', 'private, no-store')
    return data
  })
  deskRoute(app, context, deskInspections.step, async (asked) => {
    const { db, staff, params, body, now, note } = asked
    await needInRegion(db, staff, params.id)
    const { expected, ...step } = body
    await takeOfficeStep(context, db, params.id, step, { now, staff: staff.id, expected })
    note({
      target: step.type === 'revisit' ? { supervisor: step.supervisor } : {},
      details: { step: step.type, ...(step.type === 'order' && { unit: step.unit, due: step.due }) },
    })
    return detail(asked)
  })
  deskRoute(app, context, deskInspections.deduct, async (asked) => {
    const { db, staff, params, body, now, note } = asked
    await needInRegion(db, staff, params.id)
    await book(context, db, params.id, body, { now, staff: staff.id })
    note({
      target: { [body.target.kind]: body.target.id },
      details: Object.fromEntries(body.clauses.map(({ clause, points }) => [clause, points])),
    })
    return detail(asked)
  })
  deskRoute(app, context, deskInspections.scores, async ({ db, staff, query, now }) => {
    const year = Number(query.year ?? thisYear(now))
    const catalogue = await catalogueAtDesk(context, staff.region)
    return { year, bookings: await bookingViews(db, catalogue, { region: staff.region, year }) }
  })
  deskRoute(app, context, deskInspections.reverse, async ({ db, staff, params, body, now, note }) => {
    const { region } = staff
    const id = await reverse(db, { id: params.id, region, reason: body.reason }, { now, staff: staff.id })
    note({ target: { counter: id } })
    const [view] = await bookingViews(db, await catalogueAtDesk(context, region), { id })
    if (!view) throw new Error('the counter-booking was written and is not there')
    return view
  })

  deskRoute(app, context, deskRectifications.list, async ({ db, staff, now }) => ({
    rectifications: await listRectifications(context, db, staff, now),
  }))
  deskRoute(app, context, deskRectifications.detail, ({ db, staff, params, now }) =>
    rectificationDetail(context, db, staff, params.id, now),
  )
  deskRoute(app, context, deskRectifications.photo, async ({ db, staff, params, reply }) => {
    const { type, data } = await rectificationPhoto(db, staff, params.id, params.sha256)
    void reply.type(type).header('cache-control', 'private, no-store')
    return data
  })
  deskRoute(app, context, deskRectifications.report, async ({ db, staff, params, body, now, note }) => {
    await reportRectification(db, staff, params.id, body, now)
    note({ details: { photos: body.photos.length } })
    return rectificationDetail(context, db, staff, params.id, now)
  })

  app.get<{ Params: { region: string }; Querystring: { year?: string } }>(
    `${API}/regions/:region/scores`,
    (request) => {
      const { year = thisYear(context.now()) } = request.query
      if (!/^\d{4}$/.test(year)) throw new HttpError('badRequest', 'a year has four digits')
      return yearlyScores(context, request.params.region, Number(year))
    },
  )
}
