/** `/api/v1/supervisor/*` */
import type { FastifyInstance } from 'fastify'
import { routes } from '#contract/routes'
import { EnrolRequest } from '#contract/supervisors'
import type { Context } from '../../context.ts'
import { strictLimit } from '../../http/limits.ts'
import { parse } from '../../http/parse.ts'
import { enrol } from './appointments.ts'
import { authenticate } from './auth.ts'
import { drawVisit, outcomesOf, visitsOf } from './visits.ts'

export function registerSupervisorRoutes(app: FastifyInstance, context: Context): void {
  app.post(routes.enrol(), strictLimit(context), (request) =>
    enrol(context, parse(EnrolRequest, request.body, 'the enrolment')),
  )
  app.get(routes.visits(), async (request) =>
    visitsOf(context, (await authenticate(context, request)).supervisor),
  )
  app.post(routes.drawVisit(), async (request) => drawVisit(context, await authenticate(context, request)))
  app.get(routes.outcomes(), async (request) =>
    outcomesOf(context, (await authenticate(context, request)).supervisor),
  )
}
