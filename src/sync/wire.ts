/** Requests to the server and the strict reading of their answers. */
import * as v from 'valibot'
import { ERROR_STATUS, type ErrorCode } from '#contract/errors'
import { Instant } from '#contract/fields'
import { PROTOCOL } from '#contract/protocol'
import { routes } from '#contract/routes'
import { BlobResponse, MissingResponse, OperationResult, type Operation } from '#contract/sync'
import { TransportError, type Transport, type TransportAnswer, type TransportRequest } from './ports.ts'
import type { Failure } from './retry.ts'
import type { OutboxEntry } from './types.ts'

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure }

const ErrorAnswer = v.object({
  code: v.custom<ErrorCode>((code) => typeof code === 'string' && code in ERROR_STATUS),
  message: v.string(),
  details: v.exactOptional(v.unknown()),
})

/** Results are read one by one: one that a newer server words differently costs no other its acknowledgement. */
const SyncAnswer = v.object({ serverTime: Instant, results: v.array(v.unknown()) })

const badAnswer = (message: string, answer: TransportAnswer): Failure => ({
  code: 'badAnswer',
  message,
  status: answer.status,
  ...(answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter }),
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a status means when the body is not one of ours: a proxy's, or a server's that is going down. */
const STATUS_CODES: Partial<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  426: 'clientTooOld',
  429: 'tooManyRequests',
  500: 'internal',
  503: 'unavailable',
}

/** Why an answer outside 2xx was given. */
export function failureOf(answer: TransportAnswer): Failure {
  const body = v.safeParse(ErrorAnswer, parseJson(answer.body))
  const code = body.success ? body.output.code : STATUS_CODES[answer.status]
  if (code === undefined) return badAnswer(`status ${answer.status}`, answer)
  return {
    ...badAnswer(body.success ? body.output.message : `status ${answer.status}`, answer),
    code,
    ...(body.success && body.output.details !== undefined ? { details: body.output.details } : {}),
  }
}

async function call<T>(
  transport: Transport,
  request: TransportRequest,
  read: (answer: TransportAnswer) => T | undefined,
): Promise<Reply<T>> {
  let answer: TransportAnswer
  try {
    answer = await transport.send(request)
  } catch (reason) {
    const code = reason instanceof TransportError ? reason.code : 'network'
    return {
      ok: false,
      failure: { code, message: reason instanceof Error ? reason.message : String(reason) },
    }
  }
  if (answer.status < 200 || answer.status > 299) return { ok: false, failure: failureOf(answer) }
  const value = read(answer)
  return value === undefined
    ? { ok: false, failure: badAnswer('not the answer to the question', answer) }
    : { ok: true, value }
}

/** The body as JSON of this schema, or undefined. */
export const readJson =
  <S extends v.GenericSchema>(schema: S) =>
  (answer: TransportAnswer): v.InferOutput<S> | undefined => {
    if (answer.contentType !== 'application/json') return undefined
    const parsed = v.safeParse(schema, parseJson(answer.body))
    return parsed.success ? parsed.output : undefined
  }

/** One request whose answer is JSON of this schema. */
export function ask<S extends v.GenericSchema>(
  transport: Transport,
  request: TransportRequest,
  schema: S,
): Promise<Reply<v.InferOutput<S>>> {
  return call(transport, request, readJson(schema))
}

/** Which of these blobs the server does not have. At most 1,000 hashes. */
export function askMissing(transport: Transport, hashes: string[]): Promise<Reply<string[]>> {
  const body = JSON.stringify({ hashes })
  const request: TransportRequest = {
    method: 'POST',
    path: routes.missingBlobs(),
    type: 'application/json',
    body,
  }
  return call(transport, request, (answer) => readJson(MissingResponse)(answer)?.missing)
}

/** Sends one blob. The server's word that it holds it must name its hash: a captive portal answers 200 to anything. */
export function putBlob(
  transport: Transport,
  sha256: string,
  type: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<Reply<true>> {
  const request: TransportRequest = { method: 'PUT', path: routes.blob(sha256), type, body, gzip: false }
  return call(transport, request, (answer) =>
    answer.status === 204 || readJson(BlobResponse)(answer)?.sha256 === sha256 ? true : undefined,
  )
}

export const toOperation = (entry: OutboxEntry): Operation => ({
  id: entry.id,
  type: entry.type,
  entity: entry.entity,
  savedAt: entry.savedAt,
  payload: entry.payload,
  attachments: entry.attachments.map(({ sha256 }) => sha256),
})

/** Sends a batch; the value holds every result that could be read, by operation id. */
export function sendBatch(
  transport: Transport,
  entries: OutboxEntry[],
): Promise<Reply<Map<string, OperationResult>>> {
  const body = JSON.stringify({ protocol: PROTOCOL, operations: entries.map(toOperation) })
  const request: TransportRequest = {
    method: 'POST',
    path: routes.sync(),
    type: 'application/json',
    body,
    gzip: true,
  }
  return call(transport, request, (answer) => {
    const results = readJson(SyncAnswer)(answer)?.results
    if (!results) return undefined
    const byId = new Map<string, OperationResult>()
    for (const result of results) {
      const parsed = v.safeParse(OperationResult, result)
      if (parsed.success && !byId.has(parsed.output.id)) byId.set(parsed.output.id, parsed.output)
    }
    return byId
  })
}
