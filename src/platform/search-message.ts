/** What the page and the worker of a province's search say to each other. */
import type { SearchDepartment, SearchResult } from '#domain/catalogue/search/types'

interface About {
  region: string
  version: number
  /** how many items */
  size: number
  departments: SearchDepartment[]
}
/** One long string crosses threads quicker than fifty thousand objects. */
interface Columns {
  code: string
  name: string
  department: string
  pinyin: string
}
/** Between the items of a column; stands in no name. */
export const SEPARATOR = '\0'

export type SearchQuestion =
  /** takes the kept index; `done` is false where there is none for this version */
  | ({ id: number; kind: 'open' } & About)
  | ({ id: number; kind: 'make' } & About & Columns)
  | { id: number; kind: 'search'; query: string; limit?: number; passing?: Uint8Array }

export interface SearchAnswer {
  id: number
  done?: boolean
  result?: SearchResult
  failed?: string
}
