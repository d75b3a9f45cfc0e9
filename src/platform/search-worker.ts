/** A province's search, off the page's thread. */
import { openProvinceSearch, packProvinceIndex } from '#domain/catalogue/search/province'
import type { Search } from '#domain/catalogue/search/types'
import { forgetSearchIndexes, searchIndexAddress, SEARCH_INDEXES } from './search-indexes.ts'
import { SEPARATOR, type SearchAnswer, type SearchQuestion } from './search-message.ts'

let engine: Search | undefined

addEventListener('message', ({ data }: MessageEvent<SearchQuestion>) => {
  void answer(data)
    .catch((reason: unknown) => ({ failed: String(reason) }))
    .then((said) => {
      postMessage({ ...said, id: data.id } satisfies SearchAnswer)
    })
})

async function answer(question: SearchQuestion): Promise<Omit<SearchAnswer, 'id'>> {
  if (question.kind === 'search') {
    if (!engine) throw new Error('no index is open')
    const { query, limit = Infinity, passing } = question
    const found = engine.search(query, { limit, ...(passing && { filter: (index) => passing[index] === 1 }) })
    // What is found out when it is read cannot cross.
    const hits = found.hits.map(({ index, score, ranges }) => ({ index, score, ranges }))
    return { result: { ...found, hits } }
  }

  const { region, version, size, departments } = question
  if (question.kind === 'open') {
    const kept = await keptIndex(region, version)
    if (!kept) return { done: false }
    try {
      engine = openProvinceSearch(kept, size, departments)
      return { done: true }
    } catch (reason) {
      // Damaged, or of another layout: it is made anew.
      if (reason instanceof RangeError) return { done: false }
      throw reason
    }
  }

  const names = question.name.split(SEPARATOR)
  const [codes, offices, readings] = [question.code, question.department, question.pinyin].map((column) =>
    column.split(SEPARATOR),
  )
  const heads = names.map((name, i) => ({
    name,
    code: codes?.[i] ?? '',
    department: offices?.[i] ?? '',
    pinyin: readings?.[i] ?? '',
  }))
  const index = packProvinceIndex(heads, departments)
  engine = openProvinceSearch(index, size, departments)
  await keep(region, version, index)
  return { done: true }
}

async function keptIndex(region: string, version: number): Promise<ArrayBuffer | undefined> {
  try {
    const kept = await (await caches.open(SEARCH_INDEXES)).match(searchIndexAddress(region, version))
    return await kept?.arrayBuffer()
  } catch {
    return undefined
  }
}

/** What is kept can always be made again: a full disk costs the making, not the search. */
async function keep(region: string, version: number, index: ArrayBuffer): Promise<void> {
  try {
    await forgetSearchIndexes(region)
    const cache = await caches.open(SEARCH_INDEXES)
    await cache.put(searchIndexAddress(region, version), new Response(index))
  } catch {
    // the next start makes it again
  }
}
