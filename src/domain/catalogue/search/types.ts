/** Search over the names of a region's items: what goes in and what comes out, the same for every engine. */

/** What the search needs of an item; every `ItemHead` is one. */
export interface SearchHead {
  code: string
  name: string
  /** id of a department */
  department: string
  /** syllables of `name` as published; see `align.ts` for how they map to its characters */
  pinyin: string
}

export interface SearchDepartment {
  id: string
  name: string
  pinyin: string
}

/** Half-open range of UTF-16 units in the item's `name`: `name.slice(start, end)` is what to highlight. */
export type NameRange = [start: number, end: number]

export interface SearchHit {
  /** position in the `heads` that the search was made of */
  index: number
  /** higher is better; only comparable within one answer */
  score: number
  /** ascending, not overlapping; empty when only the department or the code matched. Computed when first read. */
  readonly ranges: NameRange[]
}

/** How the best hit was found: `all` for an empty query, `typo` when nothing matched as written. */
export type SearchKind = 'hanzi' | 'pinyin' | 'initials' | 'mixed' | 'typo' | 'all'

export interface SearchOptions {
  /** at most so many hits; `total` still counts all */
  limit?: number
  /** only items for which this is true, asked by index */
  filter?: (index: number) => boolean
}

export interface SearchResult {
  hits: SearchHit[]
  /** items that match and pass the filter */
  total: number
  by: SearchKind
}

export interface Search {
  search(query: string, options?: SearchOptions): SearchResult
}

/** Search that may go on in another thread: what it is asked, and answers in its own time. */
export interface Searcher {
  /** `filter` is asked before this returns. Once closed it finds nothing. */
  search(query: string, options?: SearchOptions): Promise<SearchResult>
  close(): void
}
