/** Catalogue manifests and the published files. */
import * as v from 'valibot'
import type { RuleSet } from '#domain/cases/rules'
import type { ItemDetail, ItemHead } from '#domain/catalogue/head'
import {
  HANDLING_WAYS,
  LIMIT_UNITS,
  VENUE_LEVELS,
  type Catalogue,
  type CatalogueDelta,
} from '#domain/catalogue/types'
import { Instant, Sha256 } from './fields.ts'
import { RegionSchema } from './regions.ts'

export { RegionSchema }

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const str = v.string()
const optStr = v.exactOptional(v.string())

const TimeLimitSchema = v.object({
  amount: v.pipe(v.number(), v.integer(), v.minValue(0)),
  unit: v.picklist(LIMIT_UNITS),
})

const Limit = v.object({ text: str, limit: v.exactOptional(TimeLimitSchema) })

export const ServiceItemSchema = v.object({
  code: str,
  name: str,
  department: str,
  kind: optStr,
  handling: v.exactOptional(v.picklist(['onTheSpot', 'promise'])),
  applicants: v.exactOptional(v.array(v.picklist(['person', 'organisation']))),
  disclosures: v.object({
    legalBasis: optStr,
    conditions: optStr,
    procedure: optStr,
    statutoryLimit: v.exactOptional(Limit),
    promisedLimit: v.exactOptional(Limit),
    feeBasis: optStr,
    feeStandard: optStr,
  }),
  steps: v.exactOptional(v.array(v.object({ name: str, text: optStr }))),
  materials: v.exactOptional(
    v.array(
      v.object({
        name: str,
        required: v.exactOptional(v.boolean()),
        form: optStr,
        originals: v.exactOptional(v.number()),
        copies: v.exactOptional(v.number()),
        note: optStr,
      }),
    ),
  ),
  places: v.exactOptional(
    v.array(v.object({ venue: optStr, counter: optStr, address: optStr, hours: optStr })),
  ),
  ways: v.exactOptional(v.array(v.picklist(HANDLING_WAYS))),
  visits: v.exactOptional(v.number()),
  consult: optStr,
  complaint: optStr,
  result: optStr,
  source: v.exactOptional(v.object({ name: str, url: optStr, date: optStr })),
  flags: v.exactOptional(v.array(v.object({ field: str, reason: str }))),
  pinyin: str,
})

const ItemHeadSchema = v.object({
  code: str,
  name: str,
  department: str,
  pinyin: str,
  mask: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
  kind: optStr,
  handling: v.exactOptional(v.picklist(['onTheSpot', 'promise'])),
  statutory: v.exactOptional(TimeLimitSchema),
  promised: v.exactOptional(TimeLimitSchema),
  venues: v.exactOptional(v.array(str)),
  visits: v.exactOptional(v.number()),
  ways: v.exactOptional(v.array(v.picklist(HANDLING_WAYS))),
}) satisfies v.GenericSchema<unknown, ItemHead>

const DepartmentSchema = v.object({ id: str, name: str, pinyin: str, phone: optStr })
const VenueSchema = v.object({
  id: str,
  name: str,
  level: v.picklist(VENUE_LEVELS),
  address: optStr,
  hours: optStr,
  phone: optStr,
})
const CounterSchema = v.object({ id: str, venue: str, name: str, department: optStr })
const version = v.pipe(v.number(), v.integer(), v.minValue(1))

export const CatalogueSchema = v.object({
  region: RegionSchema,
  version,
  publishedAt: Instant,
  departments: v.array(DepartmentSchema),
  venues: v.array(VenueSchema),
  counters: v.array(CounterSchema),
  items: v.array(ServiceItemSchema),
}) satisfies v.GenericSchema<unknown, Catalogue>

const changes = <T extends v.GenericSchema>(entry: T) =>
  v.object({ put: v.array(entry), remove: v.array(str), order: v.exactOptional(v.array(str)) })
export const CatalogueDeltaSchema = v.object({
  region: RegionSchema,
  from: version,
  to: version,
  publishedAt: Instant,
  departments: changes(DepartmentSchema),
  venues: changes(VenueSchema),
  counters: changes(CounterSchema),
  items: changes(ServiceItemSchema),
  order: v.exactOptional(v.array(str)),
}) satisfies v.GenericSchema<unknown, CatalogueDelta>

/** A published file: immutable under its address, served brotli or gzip. `bytes` is the brotli size on the wire, `sha256` that of the plain JSON. */
export const PublishedFile = v.object({ url: str, bytes: v.number(), sha256: Sha256 })

/** Details of some items in a row: a file that several versions may share, so it names none. */
export const CatalogueChunkSchema = v.object({
  details: v.array(
    v.omit(ServiceItemSchema, [
      'name',
      'department',
      'pinyin',
      'kind',
      'handling',
      'visits',
      'ways',
    ]) satisfies v.GenericSchema<unknown, ItemDetail>,
  ),
})

/** A version without its items' details. The chunks hold those, in the order of the heads, so many each. */
export const CatalogueHeadsSchema = v.object({
  ...v.omit(CatalogueSchema, ['items']).entries,
  heads: v.array(ItemHeadSchema),
  chunks: v.array(v.object({ ...PublishedFile.entries, plainBytes: count, items: count })),
})
export type CatalogueHeads = v.InferOutput<typeof CatalogueHeadsSchema>

/** `GET /api/v1/regions/{region}/catalogue` */
const Periods = v.object({
  accept: count,
  enquiry: count,
  suggestion: count,
  complaint: count,
  disclosureReport: count,
  poorRatingFollowUp: count,
  reopenWindowDays: count,
}) satisfies v.GenericSchema<unknown, RuleSet>

export const CatalogueManifest = v.object({
  region: RegionSchema,
  version,
  publishedAt: Instant,
  counts: v.object({ items: v.number(), departments: v.number(), venues: v.number(), counters: v.number() }),
  ...PublishedFile.entries,
  /** plain bytes of the whole file, to show progress while it comes down */
  plainBytes: v.number(),
  /** the version without details, see `CatalogueHeadsSchema`; one published by an older server has only the whole file */
  heads: v.exactOptional(v.object({ ...PublishedFile.entries, plainBytes: v.number() })),
  /** the region's periods in force today, so that a receipt made offline names the right ones */
  rules: v.exactOptional(Periods),
  deltas: v.array(v.object({ from: version, ...PublishedFile.entries })),
})
export type CatalogueManifest = v.InferOutput<typeof CatalogueManifest>
