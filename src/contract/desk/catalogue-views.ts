/** What the desk is shown of the catalogue: what is disclosed, what is wrong with it, its edits, imports and versions. */
import * as v from 'valibot'
import { CASE_STATUSES } from '#domain/cases/types'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import { ITEM_FIELDS } from '#domain/catalogue/item-changes'
import { LINT_RULES } from '#domain/catalogue/lint'
import { ServiceItemSchema } from '../catalogue.ts'
import { Id, Instant, IsoDate, LocalId, Text } from '../fields.ts'

export const ITEMS_A_PAGE = 50
/** Rows of a list of a preview that go over the wire; the counts are always of all. */
export const PREVIEW_ROWS = 200

export const count = v.pipe(v.number(), v.integer(), v.minValue(0))
export const version = v.pipe(v.number(), v.integer(), v.minValue(0))
const Department = v.object({ id: v.string(), name: v.string() })
const Facts = v.object(
  Object.fromEntries(DISCLOSURE_KEYS.map((key) => [key, count])) as Record<
    (typeof DISCLOSURE_KEYS)[number],
    typeof count
  >,
)
const Rule = v.picklist(LINT_RULES)

export const VERSION_ORIGINS = ['import', 'edit', 'rollback', 'command'] as const
const ChangeCounts = v.object({ added: count, changed: count, removed: count })

/** One published version: who, when, what. */
export const CatalogueVersion = v.object({
  version,
  publishedAt: Instant,
  items: count,
  origin: v.picklist(VERSION_ORIGINS),
  /** null: published by a command on the server, or before the desk kept names */
  by: v.nullable(v.string()),
  note: v.nullable(v.string()),
  /** of a roll-back: the version whose content it is */
  restored: v.nullable(version),
  /** name of the imported file */
  file: v.nullable(v.string()),
  changes: v.nullable(ChangeCounts),
  /** bytes on the wire: of the whole, and of the delta from the version before while it is kept */
  bytes: count,
  deltaBytes: v.nullable(count),
})
export type CatalogueVersion = v.InferOutput<typeof CatalogueVersion>

export const CatalogueOverview = v.object({
  /** 0: nothing was published yet */
  version,
  publishedAt: v.nullable(Instant),
  items: count,
  departments: v.array(
    v.object({
      ...Department.entries,
      items: count,
      /** how many items really disclose each fact */
      disclosed: Facts,
      /** 公开完整度: share of the eight facts that are disclosed, 0 to 1 */
      completeness: v.number(),
      errors: count,
      warnings: count,
      hints: count,
      reports: count,
    }),
  ),
  findings: v.array(v.object({ rule: Rule, items: count })),
  /** items with an unpublished edit, and citizens' reports that are not dealt with */
  edits: count,
  reports: count,
  imports: count,
  latest: v.nullable(CatalogueVersion),
})
export type CatalogueOverview = v.InferOutput<typeof CatalogueOverview>

export const ItemFilters = v.object({
  department: v.optional(LocalId),
  missing: v.optional(v.picklist(DISCLOSURE_KEYS)),
  rule: v.optional(Rule),
  /** only items that citizens report, or that have an unpublished edit */
  only: v.optional(v.picklist(['reported', 'edited'])),
  /** looked for in name and code */
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
})
export type ItemFilters = v.InferOutput<typeof ItemFilters>

export const ItemRow = v.object({
  code: v.string(),
  name: v.string(),
  department: v.string(),
  departmentName: v.string(),
  /** bit i: fact i is disclosed */
  mask: count,
  rules: v.array(Rule),
  reports: count,
  edited: v.boolean(),
})
export type ItemRow = v.InferOutput<typeof ItemRow>

export const ItemPage = v.object({
  version,
  items: v.array(ItemRow),
  total: count,
  departments: v.array(Department),
})
export type ItemPage = v.InferOutput<typeof ItemPage>

/** Characters of each field at most, of a material's name, and how many materials there may be. */
export const ITEM_EDIT_LIMITS = {
  name: 500,
  legalBasis: 20_000,
  conditions: 20_000,
  procedure: 20_000,
  statutoryLimit: 500,
  promisedLimit: 500,
  feeBasis: 20_000,
  feeStandard: 20_000,
  consult: 20_000,
  complaint: 20_000,
  material: 1000,
  materials: 200,
} as const

const material = ServiceItemSchema.entries.materials.wrapped.item.entries
const edited = (field: keyof typeof ITEM_EDIT_LIMITS) =>
  v.pipe(v.string(), v.trim(), v.maxLength(ITEM_EDIT_LIMITS[field]))
/** All that can be edited of an item, as typed; an empty text discloses nothing. */
export const ItemEditSchema = v.strictObject({
  name: Text(ITEM_EDIT_LIMITS.name),
  legalBasis: edited('legalBasis'),
  conditions: edited('conditions'),
  procedure: edited('procedure'),
  statutoryLimit: edited('statutoryLimit'),
  promisedLimit: edited('promisedLimit'),
  feeBasis: edited('feeBasis'),
  feeStandard: edited('feeStandard'),
  consult: edited('consult'),
  complaint: edited('complaint'),
  materials: v.pipe(
    v.array(v.strictObject({ ...material, name: Text(ITEM_EDIT_LIMITS.material) })),
    v.maxLength(ITEM_EDIT_LIMITS.materials),
  ),
})

/** A citizen's report about one fact of the item. */
export const DisclosureReport = v.object({
  id: Id,
  number: v.string(),
  field: v.picklist(DISCLOSURE_KEYS),
  problem: v.picklist(['missing', 'wrong', 'unclear']),
  shouldBe: v.nullable(v.string()),
  text: v.string(),
  status: v.picklist(CASE_STATUSES),
  receivedAt: Instant,
  due: v.nullable(IsoDate),
})
export type DisclosureReport = v.InferOutput<typeof DisclosureReport>

const Edit = v.object({
  /** counts up with every saving: the optimistic check */
  revision: count,
  edit: ItemEditSchema,
  by: v.nullable(v.string()),
  at: Instant,
  /** what it was written over has been published differently since: it has to be looked at again */
  outdated: v.boolean(),
})

export const ItemDetail = v.object({
  version,
  item: ServiceItemSchema,
  departmentName: v.string(),
  departmentPhone: v.nullable(v.string()),
  namesakes: v.array(v.string()),
  today: IsoDate,
  edit: v.nullable(Edit),
  reports: v.array(DisclosureReport),
})
export type ItemDetail = v.InferOutput<typeof ItemDetail>

const FieldChange = v.object({
  field: v.picklist(ITEM_FIELDS),
  before: v.nullable(v.string()),
  after: v.nullable(v.string()),
})
const ItemHead = v.object({ code: v.string(), name: v.string(), department: v.string() })
const ItemChange = v.object({ ...ItemHead.entries, fields: v.array(FieldChange) })

/** What one version has that another has not; the lists cut at `PREVIEW_ROWS`, the counts of all. */
export const CatalogueChangesView = v.object({
  counts: ChangeCounts,
  added: v.array(ItemHead),
  changed: v.array(ItemChange),
  removed: v.array(ItemHead),
})
export type CatalogueChangesView = v.InferOutput<typeof CatalogueChangesView>

export const PendingEdits = v.object({
  version,
  edits: v.array(
    v.object({
      ...ItemHead.entries,
      revision: count,
      by: v.nullable(v.string()),
      at: Instant,
      outdated: v.boolean(),
      /** the item is not in the published version any more */
      gone: v.boolean(),
      fields: v.array(FieldChange),
      /** rules that the edited item breaks, and those that it no longer does */
      breaks: v.array(Rule),
      mends: v.array(Rule),
    }),
  ),
})
export type PendingEdits = v.InferOutput<typeof PendingEdits>

const Row = {
  sheet: v.exactOptional(v.string()),
  line: v.number(),
  column: v.string(),
  reason: v.string(),
  value: v.exactOptional(v.string()),
}
export const ImportPreview = v.object({
  id: Id,
  file: v.string(),
  kind: v.string(),
  encoding: v.nullable(v.string()),
  by: v.nullable(v.string()),
  at: Instant,
  expiresAt: Instant,
  /** what it is compared with; a version published since makes it outdated */
  version,
  outdated: v.boolean(),
  rows: v.object({ read: count, taken: count, refused: count, flagged: count }),
  refused: v.array(v.object({ ...Row, firstLine: v.exactOptional(v.number()) })),
  flags: v.array(v.object({ ...Row, code: v.string() })),
  ignored: v.object({ columns: v.array(v.string()), sheets: v.array(v.string()) }),
  disclosed: Facts,
  changes: CatalogueChangesView,
  findings: v.array(v.object({ rule: Rule, items: count })),
})
export type ImportPreview = v.InferOutput<typeof ImportPreview>

/** What a publishing came to. */
export const Published = v.object({
  version,
  /** false: the content is that of the newest version already */
  changed: v.boolean(),
  bytes: count,
  /** of the delta from the version before; null where it is heavier than the whole */
  deltaBytes: v.nullable(count),
})
export type Published = v.InferOutput<typeof Published>
