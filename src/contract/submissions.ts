/** What a phone files. */
import * as v from 'valibot'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import { CASE_KINDS, type CaseSubmission } from '#domain/cases/types'
import type { RatingSubmission } from '#domain/ratings/types'
import { Id, Instant, LocalId, RegionCode, Sha256, Text } from './fields.ts'
import { MAX_PHOTO_BYTES, MAX_PHOTOS } from './protocol.ts'

/** An enquiry may name none: whose matter it is may be the very question. */
export const CaseSubject = v.strictObject({
  item: v.exactOptional(LocalId),
  department: v.exactOptional(LocalId),
  venue: v.exactOptional(LocalId),
  counter: v.exactOptional(LocalId),
})
const NAMES_NONE = 'a subject names an item, department, venue or counter'
const namesOne = (subject: v.InferOutput<typeof CaseSubject>): boolean => Object.keys(subject).length > 0
const Subject = v.pipe(CaseSubject, v.check(namesOne, NAMES_NONE))

export const Contact = v.strictObject({
  name: v.exactOptional(Text(50)),
  phone: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9+\- ]{5,20}$/, 'not a phone number'))),
  shareWithUnit: v.boolean(),
})

export const PhotoRef = v.strictObject({
  sha256: Sha256,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PHOTO_BYTES)),
  type: v.picklist(['image/jpeg', 'image/png', 'image/webp']),
})

export const OneTimeNotice = v.strictObject({
  id: Id,
  region: RegionCode,
  item: LocalId,
  itemName: Text(500),
  department: Text(200),
  catalogueVersion: v.pipe(v.number(), v.integer(), v.minValue(0)),
  madeAt: Instant,
  materials: v.pipe(
    v.array(
      v.strictObject({
        name: Text(2000),
        note: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
        required: v.exactOptional(v.boolean()),
        form: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
        // as published: it is evidence
        originals: v.exactOptional(v.number()),
        copies: v.exactOptional(v.number()),
      }),
    ),
    v.maxLength(300),
  ),
  source: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
})

export const CaseSubmissionSchema = v.pipe(
  v.strictObject({
    id: Id,
    region: RegionCode,
    kind: v.picklist(CASE_KINDS),
    subject: CaseSubject,
    text: Text(5000),
    disclosure: v.exactOptional(
      v.strictObject({
        key: v.picklist(DISCLOSURE_KEYS),
        problem: v.picklist(['missing', 'wrong', 'unclear']),
        shouldBe: v.exactOptional(Text(2000)),
      }),
    ),
    notice: v.exactOptional(OneTimeNotice),
    contact: v.exactOptional(Contact),
    public: v.boolean(),
    photos: v.pipe(v.array(PhotoRef), v.maxLength(MAX_PHOTOS)),
    filedAt: Instant,
    receiptDigest: Sha256,
  }),
  v.forward(
    v.check(({ kind, subject }) => kind === 'enquiry' || namesOne(subject), NAMES_NONE),
    ['subject'],
  ),
) satisfies v.GenericSchema<unknown, CaseSubmission>

export const RatingSubmissionSchema = v.strictObject({
  id: Id,
  region: RegionCode,
  subject: Subject,
  caseId: v.exactOptional(Id),
  level: v.picklist([1, 2, 3, 4, 5]),
  tags: v.pipe(v.array(LocalId), v.maxLength(12)),
  text: v.exactOptional(Text(1000)),
  actualDays: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650))),
  contact: v.exactOptional(Contact),
  ratedAt: Instant,
  receiptDigest: v.exactOptional(Sha256),
}) satisfies v.GenericSchema<unknown, RatingSubmission>

/** A citizen's step on a filed case; the receipt code's digest proves it is theirs. */
export const CaseActionSchema = v.strictObject({
  id: Id,
  caseId: Id,
  receiptDigest: Sha256,
  action: v.variant('type', [
    v.strictObject({
      type: v.literal('supply'),
      text: Text(5000),
      photos: v.pipe(v.array(Sha256), v.maxLength(MAX_PHOTOS)),
    }),
    v.strictObject({ type: v.literal('confirm') }),
    v.strictObject({ type: v.literal('reopen'), reason: Text(2000) }),
    v.strictObject({ type: v.literal('withdraw') }),
  ]),
})

/** What the complainant thinks of the follow-up of their poor rating; the receipt code's digest proves it is theirs. */
export const RemedyRatingSchema = v.strictObject({
  id: Id,
  rating: Id,
  receiptDigest: Sha256,
  level: v.picklist([1, 2, 3, 4, 5]),
  text: v.exactOptional(Text(1000)),
  ratedAt: Instant,
})

const Jws = (max: number) =>
  v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, 'not a compact JWS'), v.maxLength(max))

/** A sealed inspection: the JWS says it all; `device` names the key it was signed with. */
export const InspectionSubmissionSchema = v.strictObject({
  id: Id,
  device: Id,
  jws: Jws(1024 * 1024),
  photos: v.pipe(v.array(PhotoRef), v.maxLength(200)),
})

/** A supervisor's sealed answer to the office's question about one of their inspections. */
export const InspectionReplySubmissionSchema = v.strictObject({
  id: Id,
  inspection: Id,
  device: Id,
  jws: Jws(64 * 1024),
})
