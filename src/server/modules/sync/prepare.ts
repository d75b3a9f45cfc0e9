/** From anything on the wire to an operation whose every field was looked at, with the hash of its content. */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { ErrorCode } from '#contract/errors'
import {
  OPERATION_PAYLOADS,
  OperationEnvelope,
  type Operation,
  type OperationPayload,
  type OperationResult,
  type OperationType,
} from '#contract/sync'
import { canonicalJson } from '#domain/inspections/canonical'
import { problems } from '../../http/parse.ts'

export interface Prepared {
  operation: Operation
  /** SHA-256 (hex) of type, payload and attachments in canonical form */
  hash: string
}
export type Refused = Extract<OperationResult, { status: 'refused' | 'conflict' }>

export const refused = (id: string, code: ErrorCode, message: string, details?: unknown): Refused => ({
  id,
  status: 'refused',
  code,
  message,
  ...(details === undefined ? {} : { details }),
})

const isType = (type: string): type is OperationType => Object.hasOwn(OPERATION_PAYLOADS, type)

/** A bad operation is refused by itself; the rest of its batch goes on. */
export function prepare(raw: unknown): Prepared | Refused {
  const clean = storable(raw)
  const envelope = v.safeParse(OperationEnvelope, clean)
  if (!envelope.success) {
    const id = (clean as { id?: unknown } | null)?.id
    return refused(typeof id === 'string' ? id.slice(0, 100) : '', 'invalid', 'the operation is not valid', {
      problems: problems(envelope.issues),
    })
  }
  const { id, type, entity, savedAt, payload: rawPayload, attachments } = envelope.output
  if (!isType(type))
    return refused(id, 'unknownOperation', 'this server does not know this type of operation', { type })

  const parsed = v.safeParse(OPERATION_PAYLOADS[type], rawPayload)
  if (!parsed.success)
    return refused(id, 'invalid', `the payload of ${type} is not valid`, {
      problems: problems(parsed.issues),
    })
  const payload: OperationPayload = parsed.output
  if (payload.id !== id)
    return refused(id, 'invalid', 'the payload has another id than the operation', {
      problems: [{ path: 'payload.id', message: 'differs from id' }],
    })
  if (!sameSet(attachments, photosOf(type, payload)))
    return refused(id, 'invalid', 'the attachments are not the photos of the payload', {
      problems: [{ path: 'attachments', message: 'differ from the photos of the payload' }],
    })
  return {
    operation: { id, type, entity, savedAt, payload, attachments: [...new Set(attachments)] },
    hash: contentHash(type, rawPayload, attachments),
  }
}

/** Over what was sent, not over what parsing made of it, so that a later version of the schema hashes alike. */
export function contentHash(type: string, payload: unknown, attachments: readonly string[]): string {
  return createHash('sha256')
    .update(canonicalJson({ type, payload, attachments: [...new Set(attachments)].sort() }))
    .digest('hex')
}

function photosOf(type: OperationType, payload: OperationPayload): string[] {
  if (type === 'case.act') {
    const { action } = payload as OperationPayload<'case.act'>
    return action.type === 'supply' ? action.photos : []
  }
  if (type === 'rating.submit' || type === 'rating.remedy' || type === 'inspection.reply') return []
  return (payload as OperationPayload<'case.submit' | 'inspection.submit'>).photos.map(({ sha256 }) => sha256)
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => {
  const left = new Set(a)
  const right = new Set(b)
  return left.size === right.size && [...left].every((entry) => right.has(entry))
}

/**
 * PostgreSQL holds neither NUL nor half a surrogate pair (what a phone leaves when it cuts a text in the middle of an
 * emoji). Nobody can type them on purpose, so they become U+FFFD rather than a refusal of everything around them.
 */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Cs}|\0/gu, '\uFFFD')
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key.replace(/\p{Cs}|\0/gu, '\uFFFD'), storable(entry)]),
    )
  return value
}
