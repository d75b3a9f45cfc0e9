/** What differs between two versions of an item, field by field, in words that can stand beside each other. */
import { sameData } from './delta.ts'
import {
  type Catalogue,
  DISCLOSURE_KEYS,
  type DisclosureKey,
  type Material,
  type ServiceItem,
} from './types.ts'

/** The eight facts first, then what else a notice shows. */
export const ITEM_FIELDS = [
  ...DISCLOSURE_KEYS,
  'department',
  'kind',
  'handling',
  'applicants',
  'steps',
  'materials',
  'places',
  'ways',
  'visits',
  'consult',
  'complaint',
  'result',
  'source',
  'flags',
] as const
export type ItemField = (typeof ITEM_FIELDS)[number]

/** `null`: the item said nothing there. */
export interface FieldChange {
  field: ItemField
  before: string | null
  after: string | null
}

export interface ItemChange {
  code: string
  name: string
  department: string
  fields: FieldChange[]
}

/** What one catalogue has and another has not, by item. */
export interface CatalogueChanges {
  added: { code: string; name: string; department: string }[]
  changed: ItemChange[]
  removed: { code: string; name: string; department: string }[]
}

type Item = Omit<ServiceItem, 'pinyin'>

const isFact = (field: ItemField): field is DisclosureKey => DISCLOSURE_KEYS.some((key) => key === field)

function valueOf(item: Item, field: ItemField): unknown {
  if (field === 'name') return item.name
  return isFact(field) ? item.disclosures[field] : item[field]
}

function materialWords({ name, required, form, originals, copies, note }: Material): string {
  const counts = [originals !== undefined && `原件${originals}`, copies !== undefined && `复印件${copies}`]
  const about = [required === true && '必要', required === false && '非必要', form, ...counts, note]
  const words = about.filter(Boolean).join('，')
  return words === '' ? name : `${name}（${words}）`
}

/** One field as plain text, a list line by line; `null` where there is nothing. */
export function fieldWords(item: Item, field: ItemField): string | null {
  const value = valueOf(item, field)
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null
  switch (field) {
    case 'statutoryLimit':
    case 'promisedLimit':
      return item.disclosures[field]?.text ?? null
    case 'materials':
      return (item.materials ?? []).map(materialWords).join('\n')
    case 'steps':
      return (item.steps ?? []).map(({ name, text }) => (text ? `${name}：${text}` : name)).join('\n')
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) : listWords(value)
  }
}

/** Lists and small records as their values: “counter、online”, “hall 15号窗口”. */
function listWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(listWords).join('\n')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.values(value).map(listWords).join(' ')
}

/** Fields of `after` that are not those of `before`. How a text was understood counts too, not only its words. */
export function itemChanges(before: Item, after: Item): FieldChange[] {
  return ITEM_FIELDS.filter((field) => !sameData(valueOf(before, field), valueOf(after, field))).map(
    (field) => ({ field, before: fieldWords(before, field), after: fieldWords(after, field) }),
  )
}

const headOf = ({ code, name, department }: Item) => ({ code, name, department })

/** What `after` has that `before` has not. The day on which a source was read is no change of its item. */
export function catalogueChanges(
  before: { items: readonly Item[] },
  after: { items: readonly Item[] },
): CatalogueChanges {
  const old = new Map(before.items.map((item) => [item.code, item]))
  const codes = new Set(after.items.map(({ code }) => code))
  return {
    added: after.items.filter(({ code }) => !old.has(code)).map(headOf),
    changed: after.items.flatMap((item) => {
      const was = old.get(item.code)
      const fields = was ? itemChanges(was, item) : []
      return fields.some(({ field }) => field !== 'source') ? [{ ...headOf(item), fields }] : []
    }),
    removed: before.items.filter(({ code }) => !codes.has(code)).map(headOf),
  }
}

/** Counts of `changes`. */
export const changeCounts = ({ added, changed, removed }: CatalogueChanges) => ({
  added: added.length,
  changed: changed.length,
  removed: removed.length,
})

/** Names of departments by id, of one catalogue or of several, the later ones first in doubt. */
export const departmentNames = (...catalogues: (Pick<Catalogue, 'departments'> | undefined)[]) =>
  new Map(catalogues.flatMap((one) => one?.departments.map(({ id, name }) => [id, name] as const) ?? []))
