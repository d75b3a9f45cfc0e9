/** Every refusal leaves the server as `{ code, message, details? }`, whoever threw it. */
import type { FastifyError, FastifyInstance } from 'fastify'
import { ERROR_STATUS, type ErrorBody, type ErrorCode } from '#contract/errors'
import type { Context } from '../context.ts'
import { databaseFailure } from '../db/failures.ts'

/** `message` is plain English for developers and logs: no personal data in it. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly code: ErrorCode
  readonly details?: unknown
  constructor(code: ErrorCode, message: string, details?: unknown) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** Fastify's own refusals in our codes. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupportedMedia',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'brokenJson',
  FST_ERR_CTP_INVALID_JSON_BODY: 'brokenJson',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'badRequest',
  FST_ERR_NOT_FOUND: 'notFound',
}

/** What any thrown thing means to the caller. Unknown things are `internal`, and say nothing of themselves. */
export function errorBody(error: unknown): ErrorBody {
  if (error instanceof HttpError)
    return {
      code: error.code,
      message: error.message,
      ...(error.details === undefined ? {} : { details: error.details }),
    }
  const failure = databaseFailure(error)
  if (failure === 'storageFull')
    return { code: failure, message: 'the server has no space left: try again later' }
  if (failure === 'unavailable')
    return { code: failure, message: 'the database is not available: try again later' }
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>
  const known = FASTIFY_CODES[code]
  if (known) return { code: known, message: WORDS[known] ?? 'the request cannot be read' }
  if (error instanceof SyntaxError && statusCode === 400)
    return { code: 'brokenJson', message: 'the body is not JSON' }
  if (statusCode === 404) return { code: 'notFound', message: 'no such address' }
  if (statusCode >= 400 && statusCode < 500)
    return { code: 'badRequest', message: 'the request cannot be read' }
  return { code: 'internal', message: 'something went wrong on the server' }
}

const WORDS: Partial<Record<ErrorCode, string>> = {
  bodyTooLarge: 'the body is too large',
  unsupportedMedia: 'the content type is not taken here',
  brokenJson: 'the body is not JSON',
  badRequest: 'the body ended early or is too long',
  notFound: 'no such address',
}

export function registerErrors(app: FastifyInstance, { log }: Context): void {
  app.setErrorHandler((error, request, reply) => {
    const body = errorBody(error)
    const status = ERROR_STATUS[body.code]
    // A refusal's message is ours; an unknown error's may hold what someone typed, so only its kind and place are kept.
    if (status >= 500)
      log.error({ requestId: request.id, code: body.code, ...anonymous(error) }, 'request failed')
    // Refused before the body was read: what is still on its way must not be taken for the next request.
    if (!request.raw.complete) reply.header('connection', 'close')
    if (body.code === 'unavailable') reply.header('retry-after', '5')
    if (body.code === 'storageFull') reply.header('retry-after', '60')
    return reply.code(status).send(body)
  })
}

/** An error's class, code and stack frames, without its message. */
export function anonymous(error: unknown): { error: string; errorCode?: string; at?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = (error as { code?: unknown }).code
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    error: error.name,
    ...(typeof code === 'string' ? { errorCode: code } : {}),
    at: frames.slice(0, 6).map((line) => line.trim()),
  }
}
