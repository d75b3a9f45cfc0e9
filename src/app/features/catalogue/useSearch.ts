import { computed, shallowRef, watch, type Ref } from 'vue'
import { everything } from '#domain/catalogue/search/everything'
import type { Search, SearchResult } from '#domain/catalogue/search/types'
import type { ItemHead } from '#sync/services'
import { useRegion } from '../../state/region.ts'
import { passes, type Filters } from './filters.ts'

const EMPTY: SearchResult = { hits: [], total: 0, by: 'all' }
/** Asked for with the list, which stands before it is there. */
const engines = () => import('#domain/catalogue/search/search')

/** The current region's search, made anew when its catalogue changes; answers as fast as one types. */
export function useSearch(query: Ref<string>, filters: Ref<Filters>, shown: Ref<number>) {
  const region = useRegion()
  const engine = shallowRef<{ heads: readonly ItemHead[]; search: Search }>()

  watch(
    () => region.current,
    async (catalogue) => {
      if (!catalogue) {
        engine.value = undefined
        return
      }
      const { openSearch } = await engines()
      if (region.current !== catalogue) return
      const search = await openSearch(catalogue.heads, catalogue.departments)
      if (region.current === catalogue) engine.value = { heads: catalogue.heads, search }
    },
    { immediate: true },
  )

  const heads = computed(() => region.current?.heads ?? [])
  /** nothing is looked for yet, or what looks for it is there */
  const ready = computed(() => query.value.trim() === '' || engine.value?.heads === heads.value)
  const result = computed<SearchResult>(() => {
    const options = {
      limit: shown.value,
      filter: (index: number) => {
        const head = heads.value[index]
        return head !== undefined && passes(head, filters.value)
      },
    }
    if (query.value.trim() === '') return everything(heads.value.length, options)
    return ready.value && engine.value ? engine.value.search.search(query.value, options) : EMPTY
  })
  /** the hits with their items, as many as are shown */
  const rows = computed(() =>
    result.value.hits.flatMap((hit) => {
      const head = heads.value[hit.index]
      return head ? [{ head, hit }] : []
    }),
  )
  return { ready, result, rows }
}
