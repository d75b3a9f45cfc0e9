import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { everything } from '#domain/catalogue/search/everything'
import type { Searcher, SearchResult } from '#domain/catalogue/search/types'
import type { ItemHead } from '#sync/services'
import { useFirstServices } from '../../services.ts'
import { breath } from '../../ui/breath.ts'
import { useRegion } from '../../state/region.ts'
import { countFilters, passes, type Filters } from './filters.ts'

/** The current region's search, opened anew when its catalogue changes; answers as fast as one types. */
export function useSearch(query: Ref<string>, filters: Ref<Filters>, shown: Ref<number>) {
  const region = useRegion()
  const { catalogue: library } = useFirstServices()
  const heads = computed(() => region.current?.heads ?? [])
  const searcher = shallowRef<Searcher & { of: ItemHead[] }>()
  const answer = shallowRef<SearchResult & { of: ItemHead[] }>()

  watch(
    () => region.current,
    async (catalogue) => {
      searcher.value?.close()
      searcher.value = undefined
      if (!catalogue) return
      await breath()
      const opened = await library.searcher(catalogue)
      if (region.current !== catalogue) opened.close()
      else searcher.value = Object.assign(opened, { of: catalogue.heads })
    },
    { immediate: true },
  )
  onScopeDispose(() => searcher.value?.close())

  const question = computed(() => {
    const of = heads.value
    const narrowed = { ...filters.value }
    const filter = (index: number) => {
      const head = of[index]
      return head !== undefined && passes(head, narrowed)
    }
    return {
      of,
      words: query.value.trim(),
      options: { limit: shown.value, ...(countFilters(narrowed) > 0 ? { filter } : {}) },
      by: searcher.value?.of === of ? searcher.value : undefined,
    }
  })
  watch(
    question,
    async (asked) => {
      const { of, words, options, by } = asked
      if (words === '') {
        answer.value = { ...everything(of.length, options), of }
        return
      }
      const found = await by?.search(words, options)
      if (found && question.value === asked) answer.value = { ...found, of }
    },
    { immediate: true },
  )

  /** nothing is looked for yet, or what looks for it is there */
  const ready = computed(
    () =>
      answer.value?.of === heads.value && (question.value.words === '' || question.value.by !== undefined),
  )
  const result = computed<SearchResult>(() => (ready.value ? answer.value : undefined) ?? everything(0, {}))
  /** the hits with their items, as many as are shown */
  const rows = computed(() =>
    result.value.hits.flatMap((hit) => {
      const head = heads.value[hit.index]
      return head ? { head, hit } : []
    }),
  )
  return { ready, result, rows }
}
