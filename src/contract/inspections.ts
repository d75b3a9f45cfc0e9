/** Inspections on the wire: the sealed record, checklists as data, and the file of evidence that anyone can verify. */
import * as v from 'valibot'
import { checklistProblems } from '#domain/inspections/checklist'
import type { InspectionReply } from '#domain/inspections/reply'
import type { Checklist, InspectionRecord, When } from '#domain/inspections/types'
import { AnswersSchema, finite, LocationSchema, long, whole } from './answers.ts'
import { Id, Instant, LocalId, RegionCode, Sha256, Text } from './fields.ts'
import { MAX_PHOTO_BYTES } from './protocol.ts'
import { API } from './routes.ts'
import { PublicKeyJwk } from './supervisors.ts'

/** The payload of an inspection's JWS. Strict: an unknown member is a refusal, not something carried along unread. */
export const InspectionRecordSchema = v.strictObject({
  id: Id,
  region: RegionCode,
  visit: v.exactOptional(Id),
  kind: v.picklist(['announced', 'covert']),
  venue: LocalId,
  counter: v.exactOptional(LocalId),
  checklist: v.strictObject({ id: LocalId, version: whole(1) }),
  answers: AnswersSchema,
  photos: v.pipe(
    v.array(
      v.strictObject({
        sha256: Sha256,
        bytes: v.pipe(whole(1), v.maxValue(MAX_PHOTO_BYTES)),
        question: LocalId,
      }),
    ),
    v.maxLength(200),
  ),
  startedAt: Instant,
  sealedAt: Instant,
  serverTime: v.exactOptional(v.strictObject({ at: Instant, elapsedMs: v.pipe(finite, v.minValue(0)) })),
  location: LocationSchema,
  previous: v.exactOptional(Sha256),
  sequence: whole(1),
  corrects: v.exactOptional(Id),
}) satisfies v.GenericSchema<unknown, InspectionRecord>

/** The payload of a reply's JWS. Its length is that of the old way to reply; neither text is trimmed: it was signed. */
export const InspectionReplySchema = v.strictObject({
  id: Id,
  inspection: Id,
  question: v.pipe(v.string(), v.minLength(1), v.maxLength(5000)),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(2000), v.regex(/\S/, 'says nothing')),
  repliedAt: Instant,
}) satisfies v.GenericSchema<unknown, InspectionReply>

/** What was sealed, or why it is none of these. */
function read<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | { invalid: string } {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  return { invalid: `${v.getDotPath(issue) ?? 'record'}: ${issue.message}` }
}

/** The record in a JWS payload, or why it is none. */
export const readInspectionRecord = (value: unknown): InspectionRecord | { invalid: string } =>
  read(InspectionRecordSchema, value)

/** The reply in a JWS payload, or why it is none. */
export const readInspectionReply = (value: unknown): InspectionReply | { invalid: string } =>
  read(InspectionReplySchema, value)

const Wording = v.strictObject({ zh: Text(500), en: v.pipe(v.string(), v.maxLength(500)) })
const word = v.union([v.string(), v.boolean()])
const WhenSchema: v.GenericSchema<unknown, When> = v.lazy(() =>
  v.union([
    v.strictObject({ question: LocalId, is: v.union([word, v.array(word)]) }),
    v.strictObject({
      question: LocalId,
      atLeast: v.exactOptional(finite),
      atMost: v.exactOptional(finite),
    }),
    v.strictObject({ all: v.array(WhenSchema) }),
    v.strictObject({ any: v.array(WhenSchema) }),
    v.strictObject({ not: WhenSchema }),
  ]),
)
const points = v.pipe(finite, v.minValue(0))
const base = {
  id: LocalId,
  title: Wording,
  help: v.exactOptional(Wording),
  required: v.exactOptional(v.boolean()),
  when: v.exactOptional(WhenSchema),
  deduction: v.exactOptional(points),
  clause: v.exactOptional(v.picklist(['firstContact', 'timeLimit', 'accountability'])),
  photos: v.exactOptional(v.boolean()),
}
const QuestionSchema = v.variant('kind', [
  v.strictObject({ ...base, kind: v.literal('yesNo'), finding: v.picklist(['yes', 'no']) }),
  v.strictObject({
    ...base,
    kind: v.literal('choice'),
    options: v.pipe(
      v.array(
        v.strictObject({
          id: LocalId,
          label: Wording,
          finding: v.exactOptional(v.boolean()),
          deduction: v.exactOptional(points),
          exclusive: v.exactOptional(v.boolean()),
        }),
      ),
      v.minLength(2),
      v.maxLength(30),
    ),
    multiple: v.exactOptional(v.boolean()),
  }),
  v.strictObject({
    ...base,
    kind: v.literal('number'),
    min: v.exactOptional(finite),
    max: v.exactOptional(finite),
    unit: v.exactOptional(v.strictObject({ zh: Text(20), en: long(20) })),
    limit: v.exactOptional(finite),
  }),
  v.strictObject({ ...base, kind: v.literal('timer'), limit: v.exactOptional(points) }),
  v.strictObject({ ...base, kind: v.literal('text'), maxLength: v.exactOptional(whole(1)) }),
  v.strictObject({ ...base, kind: v.literal('photo'), max: v.exactOptional(whole(1)) }),
  v.strictObject({ ...base, kind: v.literal('itemCheck'), items: whole(1) }),
])

/** A checklist as data. Its ids and conditions are checked too: a question may depend only on those asked before it. */
export const ChecklistSchema = v.pipe(
  v.strictObject({
    id: LocalId,
    version: whole(1),
    title: Wording,
    points,
    sections: v.pipe(
      v.array(
        v.strictObject({
          id: LocalId,
          title: Wording,
          questions: v.pipe(v.array(QuestionSchema), v.minLength(1), v.maxLength(100)),
        }),
      ),
      v.minLength(1),
      v.maxLength(50),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const message of checklistProblems(dataset.value)) addIssue({ message })
  }),
) satisfies v.GenericSchema<unknown, Checklist>

/** Reads a checklist from data; throws `ValiError` naming what is wrong. */
export function parseChecklist(data: unknown): Checklist {
  return v.parse(ChecklistSchema, data)
}

const Received = v.object({ jws: v.string(), receivedAt: Instant })

/** A key by which the server signs what it has received; `id` is its RFC 7638 thumbprint. */
export const ServerKeySchema = v.object({
  id: v.string(),
  publicKey: PublicKeyJwk,
  madeAt: Instant,
  retiredAt: v.exactOptional(Instant),
})

export const EVIDENCE_KEYS = `${API}/evidence-keys`
/** `GET /api/v1/evidence-keys`: every key that ever signed here, the newest first; the first signs now. */
export const EvidenceKeys = v.object({ keys: v.array(ServerKeySchema) })
export type EvidenceKeys = v.InferOutput<typeof EvidenceKeys>

/**
 * The evidence export. Records of one device stand in the order of their sequence; `sealed` is the highest of them, so
 * that one cut off the end is missed. Exports of before the server gave receipts end with the photos.
 */
export const EvidenceFileSchema = v.object({
  format: v.literal('mingcha-evidence'),
  version: v.literal(1),
  exportedAt: Instant,
  devices: v.array(v.object({ id: v.string(), publicKey: PublicKeyJwk, sealed: v.exactOptional(whole(0)) })),
  records: v.array(Received),
  photos: v.exactOptional(v.array(v.object({ sha256: Sha256, data: v.string() }))),
  replies: v.exactOptional(v.array(Received)),
  keys: v.exactOptional(v.array(ServerKeySchema)),
  receipts: v.exactOptional(v.array(v.string())),
  seal: v.exactOptional(v.string()),
})
export type EvidenceFile = v.InferOutput<typeof EvidenceFileSchema>
