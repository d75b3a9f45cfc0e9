/** An item in two parts: the head, which lists and search need, and the detail, which only its own page needs. */
import { disclosureMask } from './disclosure.ts'
import type { ServiceItem, TimeLimit } from './types.ts'

/** What the list and the search need of every item: small, loaded whole at start. */
export interface ItemHead {
  code: string
  name: string
  department: string
  pinyin: string
  /** bit i set where disclosure i of `DISCLOSURE_KEYS` is really disclosed */
  mask: number
  kind?: string
  handling?: 'onTheSpot' | 'promise'
  statutory?: TimeLimit
  promised?: TimeLimit
  venues?: string[]
  visits?: number
  ways?: NonNullable<ServiceItem['ways']>
}

/** Members that the head holds as they stand in the item. */
const SHARED = ['name', 'department', 'pinyin', 'kind', 'handling', 'visits', 'ways'] as const

/** What the head does not hold. */
export type ItemDetail = Omit<ServiceItem, (typeof SHARED)[number]>

export function headOf(item: ServiceItem): ItemHead {
  const { code, name, department, pinyin, kind, handling, visits, ways, places, disclosures } = item
  const statutory = disclosures.statutoryLimit?.limit
  const promised = disclosures.promisedLimit?.limit
  const venues = [...new Set((places ?? []).flatMap(({ venue }) => venue ?? []))]
  return {
    code,
    name,
    department,
    pinyin,
    mask: disclosureMask(item),
    ...(kind === undefined ? {} : { kind }),
    ...(handling === undefined ? {} : { handling }),
    ...(statutory === undefined ? {} : { statutory }),
    ...(promised === undefined ? {} : { promised }),
    ...(venues.length === 0 ? {} : { venues }),
    ...(visits === undefined ? {} : { visits }),
    ...(ways === undefined ? {} : { ways }),
  }
}

/** What is left of the item without its head. */
export function detailOf(item: ServiceItem): ItemDetail {
  const shared: readonly string[] = SHARED
  return Object.fromEntries(Object.entries(item).filter(([key]) => !shared.includes(key))) as ItemDetail
}

/** Law: `joinItem(headOf(item), detailOf(item))` equals the item. */
export function joinItem(head: ItemHead, detail: ItemDetail): ServiceItem {
  const { name, department, pinyin, kind, handling, visits, ways } = head
  return {
    ...detail,
    name,
    department,
    pinyin,
    ...(kind === undefined ? {} : { kind }),
    ...(handling === undefined ? {} : { handling }),
    ...(visits === undefined ? {} : { visits }),
    ...(ways === undefined ? {} : { ways }),
  }
}
