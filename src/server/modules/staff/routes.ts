/** `/api/v1/desk/session` and `/password` */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { DESK_API } from '#contract/endpoint'
import { deskSession, type Staff } from '#contract/desk/session'
import type { StaffMember } from '#domain/staff/roles'
import type { Context } from '../../context.ts'
import { cookieName, deskRoute, fromOurOwnPages, sessionToken } from '../../http/desk.ts'
import { strictLimit } from '../../http/limits.ts'
import { parse } from '../../http/parse.ts'
import { audit } from '../audit/trail.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { readRegion } from '../catalogue/repository.ts'
import { changePassword, signIn, signOut } from './sessions.ts'

async function staffView(context: Context, staff: StaffMember): Promise<Staff> {
  const catalogue = await loadCatalogue(context, staff.region)
  const region = catalogue?.region ?? (await readRegion(context.db, staff.region))
  const department = catalogue?.departments.find(({ id }) => id === staff.department)
  return {
    ...staff,
    regionName: region?.name ?? staff.region,
    departmentName: department?.name ?? staff.department,
    ...(catalogue ? {} : { unpublished: true as const }),
  }
}

const cookie = (context: Context) =>
  ({
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: context.config.publicUrl?.startsWith('https:') === true,
  }) as const

export function registerStaffRoutes(app: FastifyInstance, context: Context): void {
  const { signIn: entry } = deskSession
  app.post(`${DESK_API}${entry.path}`, strictLimit(context), async (request, reply: FastifyReply) => {
    fromOurOwnPages(request)
    const { login, password } = parse(entry.body, request.body, 'the sign-in')
    const { token, staff } = await signIn(context, login, password)
    await audit(context.db, {
      region: staff.region,
      at: context.now(),
      actor: { kind: 'staff', id: staff.id, role: staff.role },
      action: `${entry.method} ${entry.path}`,
    })
    void reply.setCookie(cookieName(context), token, cookie(context))
    return staffView(context, staff)
  })
  deskRoute(app, context, deskSession.current, ({ staff }) => staffView(context, staff))
  deskRoute(app, context, deskSession.signOut, async ({ request, reply }) => {
    await signOut(context, sessionToken(context, request) ?? '')
    void reply.clearCookie(cookieName(context), cookie(context))
    return { done: true as const }
  })
  deskRoute(app, context, deskSession.changePassword, async ({ staff, body, request }) => {
    await changePassword(context, { staff: staff.id, token: sessionToken(context, request) ?? '', ...body })
    return { done: true as const }
  })
}
