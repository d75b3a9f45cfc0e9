/** Nothing from outside is used before its schema has seen it. */
import * as v from 'valibot'
import { HttpError } from './errors.ts'

export interface Problem {
  path: string
  message: string
}

/** Where and why, without the value itself: it may be personal. */
export function problems(issues: readonly v.BaseIssue<unknown>[]): Problem[] {
  return issues.slice(0, 20).map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    message: issue.kind === 'schema' ? `expected ${issue.expected ?? 'another value'}` : nameOf(issue),
  }))
}

/** Our own words where the schema has some (“not a SHA-256 in hex”); the library's would quote the value. */
function nameOf(issue: v.BaseIssue<unknown>): string {
  return /received/i.test(issue.message) ? `${issue.type.replace(/_/g, ' ')} expected` : issue.message
}

/** The parsed value; throws `invalid` with the places that are wrong. */
export function parse<const S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  what: string,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value)
  if (!parsed.success)
    throw new HttpError('invalid', `${what} is not valid`, { problems: problems(parsed.issues) })
  return parsed.output
}
