/** What a refusal of the server says beyond its code. */
import * as v from 'valibot'
import { ServiceError } from '#sync/services'

/** `details` of a refusal. */
export const detailsOf = (error: unknown): Record<string, unknown> | undefined =>
  error instanceof ServiceError && typeof error.details === 'object' && error.details !== null
    ? (error.details as Record<string, unknown>)
    : undefined

export const isConflict = (error: unknown): boolean =>
  error instanceof ServiceError && error.code === 'conflict'

const Problems = v.object({ problems: v.array(v.object({ path: v.string() })) })

/** Paths of the fields that an `invalid` request was refused for, such as `edit.materials.3.name`; none otherwise. */
export function refusedFields(error: unknown): string[] {
  if (!(error instanceof ServiceError) || error.code !== 'invalid') return []
  const told = v.safeParse(Problems, error.details)
  return told.success ? told.output.problems.map(({ path }) => path) : []
}
