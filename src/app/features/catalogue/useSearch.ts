import { computed, shallowRef, watch, type Ref } from 'vue'
import { openSearch } from '#domain/catalogue/search/search'
import type { Search, SearchResult } from '#domain/catalogue/search/types'
import type { ItemHead } from '#sync/services'
import { useRegion } from '../../state/region.ts'
import { passes, type Filters } from './filters.ts'

const EMPTY: SearchResult = { hits: [], total: 0, by: 'all' }

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
      const search = await openSearch(catalogue.heads, catalogue.departments)
      if (region.current === catalogue) engine.value = { heads: catalogue.heads, search }
    },
    { immediate: true },
  )

  const result = computed<SearchResult>(() => {
    if (!engine.value) return EMPTY
    const { heads, search } = engine.value
    return search.search(query.value, {
      limit: shown.value,
      filter: (index) => {
        const head = heads[index]
        return head !== undefined && passes(head, filters.value)
      },
    })
  })
  /** the hits with their items, as many as are shown */
  const rows = computed(() =>
    result.value.hits.flatMap((hit) => {
      const head = engine.value?.heads[hit.index]
      return head ? [{ head, hit }] : []
    }),
  )
  return { ready: computed(() => engine.value !== undefined), result, rows }
}
