/** 编辑公开内容: what the office changes in an item by hand, between one publishing and the next. */
import { sameData } from './delta.ts'
import { parseLimit } from './limits.ts'
import type { DisclosedLimit, Disclosures, Material, ServiceItem } from './types.ts'

/** What can be edited, as it is typed; an empty text means that nothing is disclosed. All of it, changed or not. */
export interface ItemEdit {
  name: string
  legalBasis: string
  conditions: string
  procedure: string
  statutoryLimit: string
  promisedLimit: string
  feeBasis: string
  feeStandard: string
  consult: string
  complaint: string
  materials: Material[]
}

type Item = Omit<ServiceItem, 'pinyin'>

/** The item as the editor shows it. */
export function editOf(item: Item): ItemEdit {
  const { disclosures } = item
  return {
    name: item.name,
    legalBasis: disclosures.legalBasis ?? '',
    conditions: disclosures.conditions ?? '',
    procedure: disclosures.procedure ?? '',
    statutoryLimit: disclosures.statutoryLimit?.text ?? '',
    promisedLimit: disclosures.promisedLimit?.text ?? '',
    feeBasis: disclosures.feeBasis ?? '',
    feeStandard: disclosures.feeStandard ?? '',
    consult: item.consult ?? '',
    complaint: item.complaint ?? '',
    materials: item.materials ?? [],
  }
}

/** A limit whose words did not change keeps how it was understood: the import may have known the unit of a bare number. */
function limitOf(text: string, before: DisclosedLimit | undefined): DisclosedLimit | undefined {
  if (text === '') return undefined
  return before?.text === text ? before : parseLimit(text)
}

/** `value` under `key`, or without `key` where it says nothing. */
function put<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): T {
  const says = value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
  const put = says ? { ...target, [key]: value } : { ...target }
  if (!says) Reflect.deleteProperty(put, key)
  return put
}

/**
 * The item after the edit. What the office wrote itself is as of `today` (ISO date), and what an import did not
 * understand in a field is forgotten once that field is written anew. An edit that changes nothing gives the same item.
 */
export function editItem<T extends Item>(item: T, edit: ItemEdit, today: string): T {
  const before = editOf(item)
  if (sameData(before, edit)) return item
  let disclosures: Disclosures = item.disclosures
  for (const key of ['legalBasis', 'conditions', 'procedure', 'feeBasis', 'feeStandard'] as const)
    disclosures = put(disclosures, key, edit[key])
  for (const key of ['statutoryLimit', 'promisedLimit'] as const)
    disclosures = put(disclosures, key, limitOf(edit[key], item.disclosures[key]))
  const rewritten = (field: string) =>
    Object.hasOwn(edit, field) && !sameData(before[field as keyof ItemEdit], edit[field as keyof ItemEdit])
  let edited: T = { ...item, name: edit.name, disclosures }
  edited = put(edited, 'consult', edit.consult as T['consult'])
  edited = put(edited, 'complaint', edit.complaint as T['complaint'])
  edited = put(edited, 'materials', edit.materials as T['materials'])
  edited = put(edited, 'flags', item.flags?.filter(({ field }) => !rewritten(field)) as T['flags'])
  return item.source ? { ...edited, source: { ...item.source, date: today } } : edited
}
