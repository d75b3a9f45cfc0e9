/**
 * 整改: what a unit is to mend. It has an id of its own and names neither the inspection nor who was there; of the time
 * it says only the third of a month.
 */
import * as v from 'valibot'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, IsoDate, Sha256, Text } from '../fields.ts'
import { MAX_PHOTOS } from '../protocol.ts'

const Named = v.object({ id: v.string(), name: v.string() })
const Wording = v.object({ zh: v.string(), en: v.string() })

export const RECTIFICATION_STATES = ['open', 'reported', 'revisit', 'again', 'done'] as const
export type RectificationState = (typeof RECTIFICATION_STATES)[number]

export const Rectification = v.object({
  id: Id,
  /** `again`: found wanting at the revisit, and ordered anew */
  state: v.picklist(RECTIFICATION_STATES),
  /** counts from 1 */
  round: v.number(),
  unit: Named,
  venue: Named,
  counter: v.nullable(Named),
  text: v.string(),
  due: IsoDate,
  overdueWorkdays: v.number(),
  orderedAt: Instant,
  /** the unit's report */
  report: v.nullable(v.object({ text: v.string(), at: Instant, photos: v.array(Sha256) })),
})
export type Rectification = v.InferOutput<typeof Rectification>

export const RectificationDetail = v.object({
  ...Rectification.entries,
  /** `2026-11-2`: the second third of November; no day, no hour */
  found: v.string(),
  findings: v.array(
    v.object({
      question: v.string(),
      title: Wording,
      answer: v.exactOptional(v.picklist(['yes', 'no'])),
      chosen: v.array(Wording),
      clause: v.exactOptional(v.picklist(['firstContact', 'timeLimit', 'accountability'])),
      items: v.array(
        v.object({
          code: v.string(),
          name: v.string(),
          facts: v.array(
            v.object({
              key: v.picklist(DISCLOSURE_KEYS),
              verdict: v.picklist(['differs', 'notPosted']),
            }),
          ),
        }),
      ),
    }),
  ),
  /** photos that the office chose to show */
  shared: v.array(Sha256),
  /** whether this reader may report now */
  mayReport: v.boolean(),
  /** only for the office and the auditor */
  inspection: v.nullable(Id),
})
export type RectificationDetail = v.InferOutput<typeof RectificationDetail>

const OfRectification = v.object({ id: Id })

export const deskRectifications = {
  list: endpoint({
    method: 'GET',
    path: '/rectifications',
    capability: 'rectification.read',
    summary: 'Rectifications in scope, those not done first; a unit sees its own',
    answer: v.object({ rectifications: v.array(Rectification) }),
  }),
  detail: endpoint({
    method: 'GET',
    path: '/rectifications/:id',
    capability: 'rectification.read',
    summary: 'What is to be mended, without anything that leads to who found it',
    params: OfRectification,
    answer: RectificationDetail,
  }),
  photo: endpoint({
    method: 'GET',
    path: '/rectifications/:id/photos/:sha256',
    capability: 'rectification.read',
    summary: 'A photo that the office shared, or one of the report',
    params: v.object({ id: Id, sha256: Sha256 }),
    answer: v.custom<Uint8Array>((bytes) => bytes instanceof Uint8Array),
  }),
  report: endpoint({
    method: 'POST',
    path: '/rectifications/:id/report',
    capability: 'rectification.reply',
    summary: 'What the unit has done about it, with photos that were stored before',
    params: OfRectification,
    body: v.strictObject({ text: Text(5000), photos: v.pipe(v.array(Sha256), v.maxLength(MAX_PHOTOS)) }),
    answer: RectificationDetail,
  }),
}
