/** What a case or a rating is about, with what the catalogue knows of it. */
import type { Catalogue } from '#domain/catalogue/types'
import type { Subject } from '#domain/cases/types'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { loadCatalogue } from '../catalogue/publish.ts'
import { readRegion } from '../catalogue/repository.ts'

export interface SubjectColumns {
  item: string | null
  department: string | null
  venue: string | null
  counter: string | null
}

/** Asking the database for each operation whether the catalogue is still the newest would double the work of many. */
const FRESH_MS = 1_000
/** Within a transaction, which must not wait for a second connection, what was read just before it will do. */
export const WITHIN_TRANSACTION = 60_000
const latest = new WeakMap<object, Map<string, { at: number; catalogue: Catalogue | undefined }>>()

/** The region's catalogue, at most `maxAge` ms behind the newest; throws `unknownRegion`. */
export async function regionCatalogue(
  context: Context,
  region: string,
  maxAge = FRESH_MS,
): Promise<Catalogue> {
  const cache = latest.get(context.db) ?? new Map<string, { at: number; catalogue: Catalogue | undefined }>()
  latest.set(context.db, cache)
  let known = cache.get(region)
  if (!known || performance.now() - known.at > maxAge) {
    known = { at: performance.now(), catalogue: await loadCatalogue(context, region) }
    // Regions that do not exist are as many as anyone cares to make up.
    if (cache.size > MOST_REGIONS) cache.clear()
    cache.set(region, known)
  }
  if (!known.catalogue) throw new HttpError('unknownRegion', 'this server has no such region', { region })
  return known.catalogue
}
const MOST_REGIONS = 1_000

/**
 * The catalogue for a desk: an empty one while nothing of the region is published, so that its staff can begin.
 * Throws `unknownRegion` where there is no such region.
 */
export async function catalogueAtDesk(context: Context, region: string): Promise<Catalogue> {
  try {
    return await regionCatalogue(context, region)
  } catch (error) {
    const known =
      error instanceof HttpError && error.code === 'unknownRegion'
        ? await readRegion(context.db, region)
        : undefined
    if (!known) throw error
    const nothing = { departments: [], venues: [], counters: [], items: [] }
    return { region: known, version: 0, publishedAt: new Date(0).toISOString(), ...nothing }
  }
}

interface Belongs {
  department?: string
  venue?: string
  /** of an item: the workdays it promises; on the spot is none */
  promisedWorkdays?: number
}
const lookups = new WeakMap<Catalogue, Map<string, Belongs>>()

/** Where items and counters belong, by `i:code` and `c:id`; made once a catalogue. */
function belongings(catalogue: Catalogue): Map<string, Belongs> {
  const known = lookups.get(catalogue)
  if (known) return known
  const map = new Map<string, Belongs>()
  for (const { code, department, disclosures } of catalogue.items) {
    const promise = disclosures.promisedLimit?.limit
    const workdays = promise && promise.unit !== 'day' ? { promisedWorkdays: promise.amount } : {}
    map.set(`i:${code}`, { department, ...workdays })
  }
  for (const { id, venue, department } of catalogue.counters)
    map.set(`c:${id}`, department === undefined ? { venue } : { venue, department })
  lookups.set(catalogue, map)
  return map
}

/**
 * The subject's columns. Ids that the newest catalogue no longer has are kept as filed: the phone may have been offline
 * since an older one.
 */
export function subjectColumns(catalogue: Catalogue, subject: Subject): SubjectColumns {
  const map = belongings(catalogue)
  const counter = subject.counter === undefined ? undefined : map.get(`c:${subject.counter}`)
  const item = subject.item === undefined ? undefined : map.get(`i:${subject.item}`)
  return {
    item: subject.item ?? null,
    department: subject.department ?? item?.department ?? counter?.department ?? null,
    venue: subject.venue ?? counter?.venue ?? null,
    counter: subject.counter ?? null,
  }
}

/** The workdays that an item promises now; null where it promises none, or calendar days. */
export const promisedWorkdays = (catalogue: Catalogue, item: string | undefined): number | null =>
  (item === undefined ? undefined : belongings(catalogue).get(`i:${item}`)?.promisedWorkdays) ?? null

export const departmentName = (catalogue: Catalogue, id: string): string =>
  catalogue.departments.find((department) => department.id === id)?.name ?? id

export const itemName = (catalogue: Catalogue, code: string): string | undefined =>
  catalogue.items.find((item) => item.code === code)?.name
