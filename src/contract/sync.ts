/** `POST /api/v1/sync`: operations in, one result for each out, in the same order. */
import * as v from 'valibot'
import type { ErrorCode } from './errors.ts'
import { Id, Instant, Sha256, Text } from './fields.ts'
import { MAX_BATCH } from './protocol.ts'
import {
  CaseActionSchema,
  CaseSubmissionSchema,
  InspectionReplySubmissionSchema,
  InspectionSubmissionSchema,
  RatingSubmissionSchema,
  RemedyRatingSchema,
} from './submissions.ts'

/** Each operation type and the schema of its payload. An operation's `id` is its payload's `id`. */
export const OPERATION_PAYLOADS = {
  'case.submit': CaseSubmissionSchema,
  'case.act': CaseActionSchema,
  'rating.submit': RatingSubmissionSchema,
  'rating.remedy': RemedyRatingSchema,
  'inspection.submit': InspectionSubmissionSchema,
  'inspection.reply': InspectionReplySubmissionSchema,
} as const
export type OperationType = keyof typeof OPERATION_PAYLOADS
export type OperationPayload<T extends OperationType = OperationType> = {
  [K in T]: v.InferOutput<(typeof OPERATION_PAYLOADS)[K]>
}[T]

/** One operation on the wire. `attachments` lists the SHA-256 of every blob it needs. */
export interface Operation<T extends OperationType = OperationType> {
  id: string
  type: T
  /** order holds within one entity: a case and what is done to it share one */
  entity: string
  /** ISO instant, phone's clock, when it was saved */
  savedAt: string
  payload: OperationPayload<T>
  attachments: string[]
}

/** The envelope alone; the payload is parsed apart, so that one bad operation refuses itself and no other. */
export const OperationEnvelope = v.strictObject({
  id: Id,
  type: Text(64),
  entity: Text(64),
  savedAt: Instant,
  payload: v.unknown(),
  attachments: v.pipe(v.array(Sha256), v.maxLength(200)),
})

export const SyncRequest = v.object({
  protocol: v.pipe(v.number(), v.integer(), v.minValue(1)),
  operations: v.pipe(v.array(v.unknown()), v.maxLength(MAX_BATCH)),
})

export const OperationResult = v.variant('status', [
  v.object({
    id: v.string(),
    status: v.picklist(['applied', 'duplicate']),
    /** the blobs the server holds for it: all of the operation's attachments */
    attachments: v.array(Sha256),
    receivedAt: Instant,
  }),
  v.object({
    id: v.string(),
    status: v.picklist(['refused', 'conflict']),
    code: v.custom<ErrorCode>((code) => typeof code === 'string'),
    message: v.string(),
    details: v.exactOptional(v.unknown()),
  }),
])
export type OperationResult = v.InferOutput<typeof OperationResult>

export const SyncResponse = v.object({ serverTime: Instant, results: v.array(OperationResult) })
export type SyncResponse = v.InferOutput<typeof SyncResponse>

/** `POST /api/v1/blobs/missing` */
export const MissingRequest = v.strictObject({ hashes: v.pipe(v.array(Sha256), v.maxLength(1000)) })
export const MissingResponse = v.object({ missing: v.array(Sha256) })

/** `PUT /api/v1/blobs/{sha256}`: 200 or 201 with this body, naming the blob it now holds. */
export const BlobResponse = v.object({ sha256: Sha256 })
