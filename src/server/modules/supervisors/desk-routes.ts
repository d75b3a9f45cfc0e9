/** `/api/v1/desk/visits`, `/visit-plans` and `/supervisors`. */
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { deskSupervisors, deskVisits, type VisitPlan } from '#contract/desk/visits'
import type { StaffMember } from '#domain/staff/roles'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { deskRoute } from '../../http/desk.ts'
import { HttpError } from '../../http/errors.ts'
import { catalogueAtDesk } from '../cases/subject.ts'
import { type Appointment, appointSupervisor, issueCode, revokeSupervisor } from './appointments.ts'
import * as views from './desk-views.ts'
import { cancelVisit, planViews, planVisits, releasePlan } from './plans.ts'

type Db = Kysely<Database>

const issued = ({ supervisor, code, expiresAt }: Appointment) => ({
  supervisor,
  code,
  expiresAt: expiresAt.toISOString(),
})

/** Throws `notFound` where the region has no such supervisor; `conflict` where the appointment has ended. */
async function needInOffice(db: Db, { region }: StaffMember, id: string): Promise<void> {
  const row = await db
    .selectFrom('supervisors')
    .select('revoked_at')
    .where('id', '=', id)
    .where('region', '=', region)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new HttpError('notFound', 'no such supervisor')
  if (row.revoked_at) throw new HttpError('conflict', 'this appointment has ended')
}

export function registerDeskSupervisorRoutes(app: FastifyInstance, context: Context): void {
  const catalogueOf = ({ region }: StaffMember) => catalogueAtDesk(context, region)
  const plan = async (db: Db, staff: StaffMember, id: string): Promise<VisitPlan> => {
    const [view] = await planViews(db, await catalogueOf(staff), id)
    if (!view) throw new HttpError('notFound', 'no such plan')
    return view
  }

  deskRoute(app, context, deskVisits.list, async ({ db, staff, now }) => ({
    visits: await views.deskVisits(db, staff.region, now),
    plans: await planViews(db, await catalogueOf(staff)),
  }))
  deskRoute(app, context, deskVisits.options, async ({ staff }) => {
    const { venues, departments } = await catalogueOf(staff)
    const named = ({ id, name }: { id: string; name: string }) => ({ id, name })
    return { venues: venues.map(named), departments: departments.map(named) }
  })
  deskRoute(app, context, deskVisits.draw, async ({ db, staff, body, now, note }) => {
    const id = await planVisits(db, await catalogueOf(staff), body, { now, staff: staff.id })
    const view = await plan(db, staff, id)
    note({ target: { plan: id }, details: { groups: view.groups.length, seed: view.seed } })
    return view
  })
  deskRoute(app, context, deskVisits.release, async ({ db, staff, params, now }) => {
    await releasePlan(db, staff.region, params.id, now)
    return plan(db, staff, params.id)
  })
  deskRoute(app, context, deskVisits.cancel, async ({ db, staff, params, now }) => {
    await cancelVisit(db, staff.region, params.id, now)
    return { done: true as const }
  })

  deskRoute(app, context, deskSupervisors.list, async ({ db, staff, now }) => ({
    supervisors: await views.deskSupervisors(db, await catalogueOf(staff), now),
  }))
  deskRoute(app, context, deskSupervisors.appoint, async ({ db, staff, body, note }) => {
    const { departments } = await catalogueOf(staff)
    if (body.employer !== undefined && !departments.some(({ id }) => id === body.employer))
      throw new HttpError('invalid', 'the region has no such department', {
        problems: [{ path: 'employer', message: 'unknown' }],
      })
    const { name, employer } = body
    const made = await appointSupervisor(
      { ...context, db },
      { region: staff.region, name, ...(employer !== undefined && { employer }) },
    )
    note({ target: { supervisor: made.supervisor } })
    return issued(made)
  })
  deskRoute(app, context, deskSupervisors.reissue, async ({ db, staff, params }) => {
    await needInOffice(db, staff, params.id)
    return issued(await issueCode({ ...context, db }, params.id))
  })
  deskRoute(app, context, deskSupervisors.revoke, async ({ db, staff, params }) => {
    await needInOffice(db, staff, params.id)
    await revokeSupervisor({ ...context, db }, params.id)
    return { done: true as const }
  })
}
