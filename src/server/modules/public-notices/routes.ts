/** `/api/v1/desk/public-notices`, and what anyone may read: `GET /api/v1/regions/{region}/notices[/{id}]`. */
import type { FastifyInstance } from 'fastify'
import { deskPublicNotices } from '#contract/desk/public-notices'
import { Id } from '#contract/fields'
import { API } from '#contract/routes'
import type { Context } from '../../context.ts'
import { deskRoute } from '../../http/desk.ts'
import { parse } from '../../http/parse.ts'
import * as notices from './service.ts'

export function registerPublicNoticeRoutes(app: FastifyInstance, context: Context): void {
  deskRoute(app, context, deskPublicNotices.list, async ({ db, staff }) => ({
    notices: await notices.listDrafts(db, staff.region),
  }))
  deskRoute(app, context, deskPublicNotices.create, async ({ db, staff, body, now, note }) => {
    const id = await notices.createNotice(db, staff.region, body, { now, staff: staff.id })
    note({ target: { notice: id } })
    return notices.readDraft(db, staff.region, id)
  })
  deskRoute(app, context, deskPublicNotices.change, async ({ db, staff, params, body }) => {
    const { revision, ...content } = body
    await notices.changeNotice(db, staff.region, params.id, revision, content)
    return notices.readDraft(db, staff.region, params.id)
  })
  deskRoute(app, context, deskPublicNotices.publish, async ({ db, staff, params, body, now, note }) => {
    await notices.publishNotice(db, staff.region, { id: params.id, revision: body.revision }, now)
    const draft = await notices.readDraft(db, staff.region, params.id)
    note({ details: { year: draft.year ?? 0, number: draft.number ?? 0 } })
    return draft
  })
  deskRoute(app, context, deskPublicNotices.withdraw, async ({ db, staff, params, body, now }) => {
    await notices.withdrawNotice(db, staff.region, { id: params.id, because: body.because }, now)
    return notices.readDraft(db, staff.region, params.id)
  })

  app.get<{ Params: { region: string } }>(`${API}/regions/:region/notices`, (request) =>
    notices.publicNotices(context, request.params.region),
  )
  app.get<{ Params: { region: string; id: string } }>(`${API}/regions/:region/notices/:id`, (request) =>
    notices.publicNotice(context, request.params.region, parse(Id, request.params.id, 'the address')),
  )
}
