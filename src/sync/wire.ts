/** Requests to the server and the strict reading of their answers. */
import * as v from 'valibot'
import { ERROR_STATUS, type ErrorCode } from '#contract/errors'
import { TransportError, type Transport, type TransportAnswer, type TransportRequest } from './ports.ts'
import type { Failure } from './retry.ts'

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure }

const ErrorAnswer = v.object({
  code: v.custom<ErrorCode>((code) => typeof code === 'string' && code in ERROR_STATUS),
  message: v.string(),
  details: v.exactOptional(v.unknown()),
})

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

/** One request; `read` says whether the answer is one to it. */
export async function call<T>(
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
