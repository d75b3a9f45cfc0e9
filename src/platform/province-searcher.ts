/** A province's search, as the page asks it: the work is done in `search-worker.ts`. */
import type { Searcher, SearchOptions, SearchResult } from '#domain/catalogue/search/types'
import type { StoredCatalogue } from '#sync/services'
import { SEPARATOR, type SearchAnswer, type SearchQuestion } from './search-message.ts'

/** A question before it has its number. */
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never

/**
 * @param spare what serves when the browser stops the worker, as it may where memory is short
 * @throws when the worker cannot start
 */
export async function openProvinceSearcher(
  catalogue: StoredCatalogue,
  spare: () => Searcher,
): Promise<Searcher> {
  const { heads, departments, region, version } = catalogue
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, { resolve: (answer: SearchAnswer) => void; reject: (why: Error) => void }>()
  let count = 0
  let ended = false
  const end = (why: string) => {
    ended = true
    worker.terminate()
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
  }
  worker.onerror = () => end('the search worker failed')
  worker.onmessage = ({ data }: MessageEvent<SearchAnswer>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.failed === undefined) asked?.resolve(data)
    else asked?.reject(new Error(data.failed))
  }
  const ask = (question: Unnumbered<SearchQuestion>): Promise<SearchAnswer> =>
    new Promise((resolve, reject) => {
      if (ended) throw new Error('the search worker is gone')
      count += 1
      waiting.set(count, { resolve, reject })
      worker.postMessage({ ...question, id: count })
    })

  try {
    const about = { region: region.code, version, size: heads.length, departments }
    if (!(await ask({ kind: 'open', ...about })).done) {
      const all = (field: 'code' | 'name' | 'department' | 'pinyin') =>
        heads.map((head) => head[field]).join(SEPARATOR)
      const columns = {
        code: all('code'),
        name: all('name'),
        department: all('department'),
        pinyin: all('pinyin'),
      }
      await ask({ kind: 'make', ...about, ...columns })
    }
  } catch (reason) {
    end('closed')
    throw reason
  }

  let closed = false
  let instead: Searcher | undefined
  return {
    async search(query: string, options: SearchOptions = {}) {
      const { limit, filter } = options
      const passing = filter && Uint8Array.from(heads, (_, index) => (filter(index) ? 1 : 0))
      const bounds = { ...(limit === undefined ? {} : { limit }), ...(passing ? { passing } : {}) }
      const { result } = await ask({ kind: 'search', query, ...bounds }).catch(
        (): Partial<SearchAnswer> => ({}),
      )
      return result ?? (closed ? NOTHING : (instead ??= spare()).search(query, options))
    },
    close() {
      closed = true
      end('closed')
    },
  }
}

const NOTHING: SearchResult = { hits: [], total: 0, by: 'all' }
