/** Where a page of a list ended, as text for its reader to hand back: nothing secret, and nothing but a place. */
import * as v from 'valibot'
import { Id, Instant } from '#contract/fields'
import { HttpError } from './errors.ts'

/** @param value what the list is ordered by @param id what decides between equals */
export const placeOf = (value: string, id: string): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url')

/** @param by what the list is ordered by: the database would not take a made-up instant. Throws `invalid` on no place. */
export function readPlace(after: string, by: 'instant' | 'text'): [value: string, id: string] {
  const place = v.safeParse(
    v.pipe(
      v.string(),
      v.transform((text) => Buffer.from(text, 'base64url').toString()),
      v.parseJson(),
      v.tuple([by === 'instant' ? Instant : v.string(), Id]),
    ),
    after,
  )
  if (place.success) return place.output
  throw new HttpError('invalid', 'this is no place in the list', {
    problems: [{ path: 'after', message: 'not a place' }],
  })
}
