/** 通报 at the desk: written as a draft, published under a number, taken back with a reason. */
import * as v from 'valibot'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, Text } from '../fields.ts'

/** Characters at most. */
export const NOTICE_LIMITS = { title: 120, text: 10_000, because: 500 } as const

/** `details.reason` of the refusal to publish a notice that names a supervisor; its `problems` say where. */
export const NAMES_SUPERVISOR = 'namesSupervisor'

export const DraftNotice = v.object({
  id: Id,
  state: v.picklist(['draft', 'published', 'withdrawn']),
  year: v.nullable(v.number()),
  number: v.nullable(v.number()),
  title: v.string(),
  text: v.string(),
  /** inspections that it rests on: the public does not see them */
  inspections: v.array(Id),
  /** handed back with the next change, so that two desks cannot write over each other */
  revision: v.number(),
  madeAt: Instant,
  by: v.nullable(v.string()),
  publishedAt: v.nullable(Instant),
  withdrawnBecause: v.nullable(v.string()),
})
export type DraftNotice = v.InferOutput<typeof DraftNotice>

const OfNotice = v.object({ id: Id })
const revision = v.pipe(v.number(), v.integer(), v.minValue(1))
const content = {
  title: Text(NOTICE_LIMITS.title),
  text: Text(NOTICE_LIMITS.text),
  inspections: v.pipe(v.array(Id), v.maxLength(50)),
}

export const deskPublicNotices = {
  list: endpoint({
    method: 'GET',
    path: '/public-notices',
    capability: 'inspection.read',
    summary: 'Drafts and published notices, the newest first',
    answer: v.object({ notices: v.array(DraftNotice) }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/public-notices',
    capability: 'notice.write',
    summary: 'A new draft',
    body: v.strictObject(content),
    answer: DraftNotice,
  }),
  change: endpoint({
    method: 'PUT',
    path: '/public-notices/:id',
    capability: 'notice.write',
    summary: 'Changes a draft',
    params: OfNotice,
    body: v.strictObject({ revision, ...content }),
    answer: DraftNotice,
  }),
  publish: endpoint({
    method: 'POST',
    path: '/public-notices/:id/publish',
    capability: 'notice.write',
    summary:
      'Publishes a draft under the next number; refused (`details.reason`: `namesSupervisor`) where it names a supervisor',
    params: OfNotice,
    body: v.strictObject({ revision }),
    answer: DraftNotice,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/public-notices/:id/withdraw',
    capability: 'notice.write',
    summary: 'Takes a published notice back: its address stays and says why',
    params: OfNotice,
    body: v.strictObject({ because: Text(NOTICE_LIMITS.because) }),
    answer: DraftNotice,
  }),
}
