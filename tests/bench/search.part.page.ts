/** The part of the search benchmark that runs in a browser: builds, asks, and says how long each took. */
import { openProvinceSearch, packProvinceIndex } from '#domain/catalogue/search/province'
import { createSearch } from '#domain/catalogue/search/search'
import type { Search, SearchDepartment, SearchHead } from '#domain/catalogue/search/types'

export interface BenchInput {
  heads: SearchHead[]
  departments: SearchDepartment[]
  queries: string[]
  engine: 'county' | 'province'
}
export interface BenchResult {
  buildMs: number
  /** only where there is a packed index */
  loadMs?: number
  indexBytes?: number
  /** every answer's time, in the order of the queries */
  times: number[]
  slowest: [query: string, ms: number][]
  found: number
}

const clock = <T>(work: () => T): [T, number] => {
  const start = performance.now()
  const result = work()
  return [result, performance.now() - start]
}

export function runBench({ heads, departments, queries, engine }: BenchInput): BenchResult {
  let search: Search
  const result: BenchResult = { buildMs: 0, times: [], slowest: [], found: 0 }
  if (engine === 'county') {
    ;[search, result.buildMs] = clock(() => createSearch(heads, departments))
  } else {
    const [buffer, packing] = clock(() => packProvinceIndex(heads, departments))
    const [opened, loading] = clock(() => openProvinceSearch(buffer, heads.length, departments))
    search = opened
    result.buildMs = packing + loading
    result.loadMs = loading
    result.indexBytes = buffer.byteLength
  }
  const ask = (query: string) => {
    const answer = search.search(query, { limit: 50 })
    return answer.hits.slice(0, 12).reduce((sum, hit) => sum + hit.ranges.length, answer.total)
  }
  for (const query of queries.slice(0, 40)) ask(query)
  // The best of three rounds: what else the machine does at the moment is not search. Each time the query is new to
  // the engine, as it is to a person, for all the others came between.
  result.times = queries.map(() => Infinity)
  for (let round = 0; round < 3; round++)
    queries.forEach((query, i) => {
      const [total, ms] = clock(() => ask(query))
      if (round === 0 && total > 0) result.found++
      result.times[i] = Math.min(ms, result.times[i] ?? ms)
    })
  result.slowest = queries.map((query, i) => [query, result.times[i] ?? 0])
  result.slowest.sort((a, b) => b[1] - a[1]).splice(8)
  return result
}

/** The search alone, to see what it weighs: a province's is opened over its index, as a phone does. */
export function keep({ heads, departments, engine }: BenchInput): Search {
  if (engine === 'county') return createSearch(heads, departments)
  return openProvinceSearch(packProvinceIndex(heads, departments), heads.length, departments)
}
Object.assign(globalThis, { runBench, keep })
