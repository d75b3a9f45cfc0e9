/** What a publisher hands in, and the tidy form in which it is published. */
import { createHash } from 'node:crypto'
import type { Catalogue, Counter, Department, Region, ServiceItem, Venue } from '#domain/catalogue/types'
import { readingOf } from './pinyin.ts'

/** A catalogue before publishing: version, date and readings are made then. */
export interface CatalogueSource {
  region: Region
  departments: Omit<Department, 'pinyin'>[]
  venues: Venue[]
  counters: Counter[]
  items: Omit<ServiceItem, 'pinyin'>[]
}

/** What of a catalogue is content: all but version and date. */
type CatalogueContent = Omit<Catalogue, 'version' | 'publishedAt'>

/** Keys in the order in which they are written, so that like stands by like on the wire and the same content hashes alike. */
const KEYS = [
  ...[
    'code',
    'id',
    'department',
    'venue',
    'name',
    'pinyin',
    'kind',
    'handling',
    'applicants',
    'ways',
    'visits',
  ],
  ...['disclosures', 'statutoryLimit', 'promisedLimit', 'text', 'limit', 'amount', 'unit'],
  ...['legalBasis', 'conditions', 'procedure', 'feeBasis', 'feeStandard', 'steps', 'materials'],
  ...['required', 'form', 'originals', 'copies', 'note', 'places', 'counter', 'address', 'hours'],
  ...[
    'consult',
    'complaint',
    'result',
    'source',
    'url',
    'date',
    'flags',
    'field',
    'reason',
    'level',
    'phone',
    'sample',
  ],
]
const rank = new Map(KEYS.map((key, i) => [key, i]))

/** `value` with keys in `KEYS` order, without undefined members and without empty lists. */
function tidy<T>(value: T): T {
  if (Array.isArray(value)) return value.map((entry: unknown) => tidy(entry)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as Record<string, unknown>)
    .filter(([, member]) => member !== undefined && !(Array.isArray(member) && member.length === 0))
    .sort(([a], [b]) => (rank.get(a) ?? KEYS.length) - (rank.get(b) ?? KEYS.length))
  return Object.fromEntries(entries.map(([key, member]) => [key, tidy(member)])) as T
}

function assertUnique(ids: readonly string[], what: string): void {
  const seen = new Set<string>()
  for (const id of ids) {
    if (seen.has(id)) throw new Error(`${what} appears twice: ${id}`)
    seen.add(id)
  }
}

/**
 * The content to publish: readings added, keys and items in a fixed order (by department as listed, then as given).
 * Throws where an id repeats, or an item, venue or counter names something that is not there.
 */
export function contentOf(source: CatalogueSource): CatalogueContent {
  const departments = new Map(source.departments.map(({ id }, i) => [id, i]))
  const venues = new Set(source.venues.map(({ id }) => id))
  const counters = new Set(source.counters.map(({ id }) => id))
  assertUnique(
    source.departments.map(({ id }) => id),
    'department',
  )
  assertUnique(
    source.venues.map(({ id }) => id),
    'venue',
  )
  assertUnique(
    source.counters.map(({ id }) => id),
    'counter',
  )
  assertUnique(
    source.items.map(({ code }) => code),
    'item',
  )
  for (const counter of source.counters) {
    if (!venues.has(counter.venue))
      throw new Error(`counter ${counter.id} stands in no venue: ${counter.venue}`)
    if (counter.department !== undefined && !departments.has(counter.department))
      throw new Error(`counter ${counter.id} names an unknown department: ${counter.department}`)
  }
  for (const item of source.items) {
    if (!departments.has(item.department))
      throw new Error(`item ${item.code} names an unknown department: ${item.department}`)
    for (const place of item.places ?? []) {
      if (place.venue !== undefined && !venues.has(place.venue))
        throw new Error(`item ${item.code} names an unknown venue: ${place.venue}`)
      if (place.counter !== undefined && !counters.has(place.counter))
        throw new Error(`item ${item.code} names an unknown counter: ${place.counter}`)
    }
  }
  const order = (item: { department: string }) => departments.get(item.department) ?? 0
  return {
    region: tidy(source.region),
    departments: source.departments.map((entry) => tidy({ ...entry, pinyin: readingOf(entry.name) })),
    venues: source.venues.map(tidy),
    counters: source.counters.map(tidy),
    items: source.items
      .toSorted((a, b) => order(a) - order(b))
      .map((item) => tidy({ ...item, pinyin: readingOf(item.name) })),
  }
}

/** SHA-256 (hex) of the content: the same content twice in a row is one version. */
export function contentHash(content: CatalogueContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
