/** Visits and supervisors at the desk: the draw, its release, appointments. */
import * as v from 'valibot'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, IsoDate, LocalId, Text } from '../fields.ts'
import { Done } from './session.ts'

const Named = v.object({ id: v.string(), name: v.string() })

export const DeskVisit = v.object({
  id: Id,
  supervisor: Named,
  venue: Named,
  kind: v.picklist(['announced', 'covert']),
  from: IsoDate,
  until: IsoDate,
  /** `planned`: its supervisor knows nothing of it yet */
  state: v.picklist(['planned', 'open', 'done', 'expired', 'cancelled']),
  /** drawn by the supervisor, by a plan, or assigned as a revisit */
  origin: v.picklist(['draw', 'plan', 'revisit', 'assigned']),
})
export type DeskVisit = v.InferOutput<typeof DeskVisit>

export const VisitPlan = v.object({
  id: Id,
  seed: v.string(),
  madeAt: Instant,
  by: v.nullable(v.string()),
  kind: v.picklist(['announced', 'covert']),
  from: IsoDate,
  until: IsoDate,
  releasedAt: v.nullable(Instant),
  groups: v.array(
    v.object({
      venue: Named,
      supervisors: v.array(Named),
      /** the same hall as last time, because conflicts left no other */
      again: v.boolean(),
    }),
  ),
  /** supervisors for whom no hall was left */
  left: v.array(Named),
  /** drawn again from the seed and what went in, now: whether the same came out */
  repeats: v.boolean(),
})
export type VisitPlan = v.InferOutput<typeof VisitPlan>

export const DeskSupervisor = v.object({
  id: Id,
  name: v.string(),
  employer: v.nullable(Named),
  appointedAt: Instant,
  revokedAt: v.nullable(Instant),
  /** phones enrolled */
  devices: v.number(),
  /** until when an unused code is good */
  codeUntil: v.nullable(Instant),
  inspections: v.number(),
})
export type DeskSupervisor = v.InferOutput<typeof DeskSupervisor>

/** The code opens nothing twice and is shown only here. */
export const IssuedCode = v.object({ supervisor: Id, code: v.string(), expiresAt: Instant })
export type IssuedCode = v.InferOutput<typeof IssuedCode>

/** Characters of a seed at most. */
export const MAX_SEED = 100

const OfOne = v.object({ id: Id })

export const deskVisits = {
  list: endpoint({
    method: 'GET',
    path: '/visits',
    capability: 'visit.read',
    summary: 'Visits of the region and the plans they came from, the newest first',
    answer: v.object({ visits: v.array(DeskVisit), plans: v.array(VisitPlan) }),
    personal: true,
  }),
  draw: endpoint({
    method: 'POST',
    path: '/visit-plans',
    capability: 'visit.plan',
    summary:
      'Draws halls for supervisors by lot, with a seed by which the draw can be checked; nobody is told yet',
    body: v.strictObject({
      /** all that are in office unless said otherwise */
      supervisors: v.optional(v.pipe(v.array(Id), v.minLength(1), v.maxLength(500))),
      venues: v.optional(v.pipe(v.array(LocalId), v.minLength(1), v.maxLength(500))),
      groupSize: v.picklist([1, 2]),
      kind: v.picklist(['announced', 'covert']),
      from: IsoDate,
      until: IsoDate,
      /** given, such as numbers called out in public; made up otherwise */
      seed: v.optional(Text(MAX_SEED)),
    }),
    answer: VisitPlan,
  }),
  release: endpoint({
    method: 'POST',
    path: '/visit-plans/:id/release',
    capability: 'visit.plan',
    summary: 'Tells the supervisors of a plan of their visits',
    params: OfOne,
    answer: VisitPlan,
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/visits/:id/cancel',
    capability: 'visit.plan',
    summary: 'Takes back a visit that was not made',
    params: OfOne,
    answer: Done,
  }),
  options: endpoint({
    method: 'GET',
    path: '/visit-options',
    capability: 'visit.read',
    summary: 'Halls and departments of the region',
    answer: v.object({ venues: v.array(Named), departments: v.array(Named) }),
  }),
}

export const deskSupervisors = {
  list: endpoint({
    method: 'GET',
    path: '/supervisors',
    capability: 'supervisor.read',
    summary: 'Supervisors of the region',
    answer: v.object({ supervisors: v.array(DeskSupervisor) }),
    personal: true,
  }),
  appoint: endpoint({
    method: 'POST',
    path: '/supervisors',
    capability: 'supervisor.manage',
    summary: 'Appoints somebody; the code is shown this once',
    body: v.strictObject({ name: Text(50), employer: v.optional(LocalId) }),
    answer: IssuedCode,
  }),
  reissue: endpoint({
    method: 'POST',
    path: '/supervisors/:id/code',
    capability: 'supervisor.manage',
    summary: 'Another code, for another phone; unused ones lose their force',
    params: OfOne,
    answer: IssuedCode,
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/supervisors/:id/revoke',
    capability: 'supervisor.manage',
    summary: 'Ends an appointment: from now on nothing of theirs is taken in',
    params: OfOne,
    answer: Done,
  }),
}
