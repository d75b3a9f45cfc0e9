/** What an engine needs of the items besides their names as one text. */
import { plainCode } from './text.ts'
import type { SearchDepartment, SearchHead } from './types.ts'

export interface SearchItems {
  readonly size: number
  /** as published */
  name(index: number): string
  /** plain, see `plainCode` */
  code(index: number): string
  /** index of each item's department, `NO_OFFICE` where it is none of those given */
  readonly offices: Uint16Array
}

export const NO_OFFICE = 0xffff

export function itemsOf(heads: readonly SearchHead[], departments: readonly SearchDepartment[]): SearchItems {
  const index = new Map(departments.map(({ id }, i) => [id, i]))
  return {
    size: heads.length,
    name: (item) => heads[item]?.name ?? '',
    code: (item) => plainCode(heads[item]?.code ?? ''),
    offices: Uint16Array.from(heads, (head) => index.get(head.department) ?? NO_OFFICE),
  }
}
