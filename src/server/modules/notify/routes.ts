/** `/api/v1/push/*`, `/api/v1/supervisor/push*`, and the notices and devices of staff. */
import type { FastifyInstance } from 'fastify'
import { deskNotices } from '#contract/desk/notices'
import { CasePush, PushEnd, PushWishes } from '#contract/push'
import { routes } from '#contract/routes'
import type { Context } from '../../context.ts'
import { deskRoute } from '../../http/desk.ts'
import { strictLimit } from '../../http/limits.ts'
import { parse } from '../../http/parse.ts'
import { openCase } from '../receipts/service.ts'
import { authenticate } from '../supervisors/auth.ts'
import { listNotices, markSeen, unseenOf } from './notices.ts'
import { devicesOf, subscribe, unsubscribe } from './subscriptions.ts'
import { vapidKeys } from './vapid.ts'

const done = { done: true as const }

export function registerNotifyRoutes(app: FastifyInstance, context: Context): void {
  registerCitizen(app, context)
  registerSupervisor(app, context)
  registerDesk(app, context)
}

function registerCitizen(app: FastifyInstance, context: Context): void {
  app.get(routes.pushKey(), async () => ({ key: (await vapidKeys(context)).publicKey }))
  app.post(routes.casePush(), strictLimit(context), async (request) => {
    const { code, ...wishes } = parse(CasePush, request.body, 'the subscription')
    const { id } = await openCase(context, code)
    await context.db
      .transaction()
      .execute((db) => subscribe(context, db, { audience: 'case', owner: id }, wishes, context.now()))
    return done
  })
  app.post(routes.pushEnd(), strictLimit(context), async (request) => {
    const { endpoint, code } = parse(PushEnd, request.body, 'the subscription')
    const of =
      code === undefined
        ? undefined
        : { audience: 'case' as const, owner: (await openCase(context, code)).id }
    await unsubscribe(context.db, endpoint, of)
    return done
  })
}

function registerSupervisor(app: FastifyInstance, context: Context): void {
  app.post(routes.supervisorPush(), async (request) => {
    const { supervisor } = await authenticate(context, request)
    const wishes = parse(PushWishes, request.body, 'the subscription')
    await context.db
      .transaction()
      .execute((db) =>
        subscribe(context, db, { audience: 'supervisor', owner: supervisor }, wishes, context.now()),
      )
    return done
  })
  app.post(routes.supervisorPushEnd(), async (request) => {
    const { supervisor } = await authenticate(context, request)
    const { endpoint } = parse(PushEnd, request.body, 'the subscription')
    await unsubscribe(context.db, endpoint, { audience: 'supervisor', owner: supervisor })
    return done
  })
}

function registerDesk(app: FastifyInstance, context: Context): void {
  const owner = (id: string) => ({ audience: 'staff' as const, owner: id })
  deskRoute(app, context, deskNotices.list, ({ db, staff, query }) => listNotices(db, staff.id, query.before))
  deskRoute(app, context, deskNotices.unseen, async ({ db, staff }) => ({
    unseen: await unseenOf(db, staff.id),
  }))
  deskRoute(app, context, deskNotices.seen, async ({ db, staff, body, now }) => {
    await markSeen(db, staff.id, new Date(body.until), now)
    return done
  })
  deskRoute(app, context, deskNotices.devices, async ({ db, staff }) => ({
    key: (await vapidKeys(context)).publicKey,
    devices: await devicesOf(db, owner(staff.id)),
  }))
  deskRoute(app, context, deskNotices.subscribe, async ({ db, staff, body, now }) => {
    await subscribe(context, db, owner(staff.id), body, now)
    return done
  })
  deskRoute(app, context, deskNotices.unsubscribe, async ({ db, staff, body }) => {
    await unsubscribe(db, body.endpoint, owner(staff.id))
    return done
  })
}
