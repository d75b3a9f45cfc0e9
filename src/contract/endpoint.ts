/**
 * One endpoint of the desk, declared once: the server routes, checks and audits by it, the app calls by it, and the
 * test of the authorisation table walks over all of them.
 */
import type * as v from 'valibot'
import type { Capability } from '#domain/staff/roles'

type Schema = v.GenericSchema
/** Values that stand in an address are text. */
type TextSchema = v.GenericSchema<unknown, Record<string, string | undefined>>

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT'
  /** below `/api/v1/desk`, with `:name` for parameters */
  path: string
  /** what one must be allowed to do; `null`: signing in itself */
  capability: Capability | null
  /** one line for the API's document */
  summary: string
  params?: TextSchema
  query?: Schema
  body?: Schema
  answer: Schema
  /** whether reading it is written to the audit trail, because it shows something personal; writing always is */
  personal?: true
  /** the body is the bytes of a file, as they are */
  upload?: true
}

/** Keeps the declaration's own type, and with it those of its schemas. */
export const endpoint = <const E extends Endpoint>(declared: E): E => declared

/** What a handler on the server is given, parsed. */
export interface Asked<E extends Endpoint> {
  params: E extends { params: infer S extends Schema } ? v.InferOutput<S> : undefined
  query: E extends { query: infer S extends Schema } ? v.InferOutput<S> : undefined
  body: E extends { body: infer S extends Schema } ? v.InferOutput<S> : undefined
}
export type AnswerOf<E extends Endpoint> = v.InferOutput<E['answer']>

/** What a caller hands over: only what the endpoint takes. */
export type AskWith<E extends Endpoint> = (E extends { params: infer S extends Schema }
  ? { params: v.InferInput<S> }
  : object) &
  (E extends { query: infer S extends Schema } ? { query?: v.InferInput<S> } : object) &
  (E extends { body: infer S extends Schema } ? { body: v.InferInput<S> } : object)

/** Address of the endpoint with its parameters and query filled in; what is not text, number or boolean is left out. */
export function addressOf(
  { path }: Pick<Endpoint, 'path'>,
  params: Record<string, string | undefined> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const asked = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value])
      .filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
      .map((one) => `${name}=${encodeURIComponent(String(one))}`),
  )
  return `${DESK_API}${filled}${asked.length === 0 ? '' : `?${asked.join('&')}`}`
}
export const DESK_API = '/api/v1/desk'
