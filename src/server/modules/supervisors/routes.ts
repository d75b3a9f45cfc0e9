/** `/api/v1/supervisor/*` */
import type { FastifyInstance } from 'fastify'
import { API, routes } from '#contract/routes'
import { Id } from '#contract/fields'
import { EnrolRequest, ReplyRequest } from '#contract/supervisors'
import type { Context } from '../../context.ts'
import { strictLimit } from '../../http/limits.ts'
import { parse } from '../../http/parse.ts'
import { enrol } from './appointments.ts'
import { authenticate } from './auth.ts'
import { replyToQuestion } from './reply.ts'
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
  app.post<{ Params: { id: string } }>(`${API}/supervisor/inspections/:id/reply`, async (request) => {
    const who = await authenticate(context, request)
    const id = parse(Id, request.params.id, 'the address')
    const { text } = parse(ReplyRequest, request.body, 'the reply')
    return replyToQuestion(context, who, id, text)
  })
}
