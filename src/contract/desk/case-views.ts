/** What the desk is shown of a case, and what it is told where somebody else was quicker. */
import * as v from 'valibot'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import { CASE_KINDS, CASE_STATUSES } from '#domain/cases/types'
import { Id, Instant, IsoDate, Sha256 } from '../fields.ts'
import { Contact, OneTimeNotice } from '../submissions.ts'

export const ACTORS = ['citizen', 'office', 'unit', 'system'] as const
/** as `DUE_STATES` of the clock, which screens cannot import without the calendar behind it */
const DueState = v.picklist(['onTime', 'amber', 'red'])
const Named = v.object({ id: v.string(), name: v.string() })

/** A case in a list. Nothing of its contact but whether there is one. */
export const CaseSummary = v.object({
  id: Id,
  number: v.string(),
  kind: v.picklist(CASE_KINDS),
  origin: v.picklist(['citizen', 'rating']),
  status: v.picklist(CASE_STATUSES),
  /** the item, else the counter, hall or department it is about */
  title: v.string(),
  /** the beginning of its text */
  excerpt: v.string(),
  /** the unit that has it; null while none has */
  unit: v.nullable(Named),
  due: v.nullable(IsoDate),
  dueState: v.nullable(DueState),
  /** workdays past due */
  overdueWorkdays: v.number(),
  receivedAt: Instant,
  transfers: v.number(),
  extensions: v.number(),
  reopened: v.boolean(),
  hasContact: v.boolean(),
  photos: v.number(),
  /** how many others follow this one */
  joined: v.number(),
  mergedInto: v.nullable(Id),
  published: v.boolean(),
  /** handed back with the next step, so that two desks cannot step on each other */
  eventCount: v.number(),
})
export type CaseSummary = v.InferOutput<typeof CaseSummary>

/** A step as the desk sees it. */
export const CaseStep = v.object({
  seq: v.number(),
  at: Instant,
  type: v.string(),
  actor: v.picklist(ACTORS),
  /** name of the member of staff; null of a citizen's step and of the system's */
  by: v.nullable(v.string()),
  unit: v.exactOptional(v.string()),
  text: v.exactOptional(v.string()),
  rule: v.exactOptional(v.string()),
  due: v.exactOptional(IsoDate),
  photos: v.array(Sha256),
})
export type CaseStep = v.InferOutput<typeof CaseStep>

/** Details of the refusal `conflict`: what has happened since the caller last looked. */
export const CaseConflict = v.object({
  eventCount: v.number(),
  since: v.array(
    v.object({ type: v.string(), at: Instant, actor: v.picklist(ACTORS), by: v.nullable(v.string()) }),
  ),
})
export type CaseConflict = v.InferOutput<typeof CaseConflict>

export const CaseNote = v.object({ id: Id, by: v.string(), at: Instant, text: v.string() })

/** Steps that a desk can take; which of them are possible now stands in the case. */
export const DESK_STEPS = [
  'accept',
  'decline',
  'assign',
  'transfer',
  'requestMore',
  'extend',
  'answer',
  'close',
  'merge',
  'separate',
  'publish',
  'unpublish',
] as const
export type DeskStep = (typeof DESK_STEPS)[number]

export const RelatedCase = v.object({
  id: Id,
  number: v.string(),
  status: v.picklist(CASE_STATUSES),
  receivedAt: Instant,
  excerpt: v.string(),
  /** how alike the texts are, 0 to 1; of those already joined null */
  similarity: v.nullable(v.number()),
  /** whether it can be joined to this one as both stand now */
  mergeable: v.boolean(),
  eventCount: v.number(),
})
export type RelatedCase = v.InferOutput<typeof RelatedCase>

export const CaseDetail = v.object({
  ...CaseSummary.entries,
  /** names of what it is about */
  subject: v.object({
    item: v.nullable(v.string()),
    department: v.nullable(v.string()),
    venue: v.nullable(v.string()),
    counter: v.nullable(v.string()),
  }),
  text: v.string(),
  filedAt: Instant,
  disclosure: v.nullable(
    v.object({
      key: v.picklist(DISCLOSURE_KEYS),
      problem: v.picklist(['missing', 'wrong', 'unclear']),
      shouldBe: v.exactOptional(v.string()),
    }),
  ),
  notice: v.nullable(OneTimeNotice),
  /** only where this reader may see it */
  contact: v.nullable(Contact),
  /** photos of the filing */
  filedPhotos: v.array(Sha256),
  events: v.array(CaseStep),
  notes: v.array(CaseNote),
  /** the case that this one follows */
  main: v.nullable(v.object({ id: Id, number: v.string() })),
  followers: v.array(RelatedCase),
  /** cases that may be about the same matter */
  duplicates: v.array(RelatedCase),
  /** whether the citizen agreed that the text may be published */
  publicAllowed: v.boolean(),
  publication: v.nullable(
    v.object({ text: v.string(), answer: v.nullable(v.string()), publishedAt: Instant }),
  ),
  /** text and answer with numbers of persons struck out; to be read before it is published */
  proposal: v.nullable(v.object({ text: v.string(), answer: v.nullable(v.string()) })),
  steps: v.array(v.picklist(DESK_STEPS)),
  /** dates to which the due date could be moved */
  extendTo: v.array(v.object({ workdays: v.number(), due: IsoDate })),
  asOf: Instant,
})
export type CaseDetail = v.InferOutput<typeof CaseDetail>
