/**
 * One route of the desk. Whatever it does, it goes through here: session, origin, authorisation table, schemas in and
 * out, and the audit trail, whose entry commits with the change it tells of.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { type AnswerOf, type Asked, DESK_API, type Endpoint } from '#contract/endpoint'
import { may, type StaffMember } from '#domain/staff/roles'
import type { Context } from '../context.ts'
import type { Database } from '../db/schema.ts'
import { audit, type Told } from '../modules/audit/trail.ts'
import { sessionOf } from '../modules/staff/sessions.ts'
import { HttpError } from './errors.ts'
import { parse } from './parse.ts'

export type DeskAsked<E extends Endpoint> = Asked<E> & {
  context: Context
  /** a transaction where the endpoint changes something: the change and its audit entry commit together */
  db: Kysely<Database>
  staff: StaffMember
  now: Date
  /** adds to the audit entry: ids and numbers, nothing personal */
  note: (told: Pick<Told, 'target' | 'details'>) => void
  request: FastifyRequest
  reply: FastifyReply
}

/** The `__Host-` prefix ties the cookie to this very host, but browsers take it over https only. */
export const cookieName = ({ config }: Context): string =>
  config.publicUrl?.startsWith('https:') === true ? '__Host-mingcha' : 'mingcha-desk'

export const sessionToken = (context: Context, request: FastifyRequest): string | undefined =>
  request.cookies[cookieName(context)]

/** A form on another site cannot send what this asks for; `SameSite=Strict` keeps the cookie from it as well. */
export function fromOurOwnPages(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const strange =
    site === undefined
      ? origin !== undefined && new URL(origin).host !== request.host
      : site !== 'same-origin'
  if (strange) throw new HttpError('forbidden', 'this request came from another site')
}

export interface DeskRouteOptions {
  bodyLimit?: number
}

/** Registers the endpoint; `handle` is given everything parsed, and what it answers is checked too. */
export function deskRoute<E extends Endpoint>(
  app: FastifyInstance,
  context: Context,
  endpoint: E,
  handle: (asked: DeskAsked<E>) => Promise<AnswerOf<E>>,
  options: DeskRouteOptions = {},
): void {
  const { method, path, capability } = endpoint
  const writes = method !== 'GET'
  const enter = async (request: FastifyRequest): Promise<StaffMember> => {
    if (writes) fromOurOwnPages(request)
    const staff = await sessionOf(context, sessionToken(context, request))
    if (capability === null || !may(staff, capability))
      throw new HttpError('forbidden', 'this account may not do that')
    return staff
  }
  app.route({
    method,
    url: `${DESK_API}${path}`,
    ...options,
    // Nobody sends megabytes to a door that stays shut.
    ...(endpoint.upload && {
      onRequest: async (request: FastifyRequest) => {
        await enter(request)
      },
    }),
    handler: async (request, reply) => {
      const staff = await enter(request)
      const asked = {
        params: endpoint.params && parse(endpoint.params, request.params, 'the address'),
        query: endpoint.query && parse(endpoint.query, request.query, 'the address'),
        body: endpoint.body && parse(endpoint.body, request.body, 'the request'),
      } as Asked<E>
      const now = context.now()
      const told: Told = {
        region: staff.region,
        at: now,
        actor: { kind: 'staff', id: staff.id, role: staff.role },
        action: `${method} ${path}`,
        target: { ...(request.params as Record<string, string>) },
        details: {},
      }
      const note: DeskAsked<E>['note'] = ({ target, details }) => {
        Object.assign(told.target ?? {}, target)
        Object.assign(told.details ?? {}, details)
      }
      const within = (db: Kysely<Database>) =>
        handle({ ...asked, context, db, staff, now, note, request, reply })
      if (writes)
        return context.db.transaction().execute(async (db) => {
          const answer = await within(db)
          await audit(db, told)
          return checked(endpoint, answer)
        })
      const answer = await within(context.db)
      if (endpoint.personal) await audit(context.db, told)
      return checked(endpoint, answer)
    },
  })
}

/** An answer that its own schema refuses is our mistake, and must not leave. What the schema does not name is cut off. */
function checked<E extends Endpoint>(endpoint: E, answer: AnswerOf<E>): unknown {
  try {
    return parse(endpoint.answer, answer, 'the answer')
  } catch (error) {
    const details = error instanceof HttpError ? JSON.stringify(error.details) : ''
    throw new Error(`${endpoint.method} ${endpoint.path} answered what it must not: ${details}`)
  }
}
