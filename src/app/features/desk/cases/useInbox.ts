import { computed, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type CaseFilters, type CasePage, type CaseSummary, deskCases } from '#contract/desk/cases'
import { useDesk } from '../desk-store.ts'
import { firstTab, readFilters, type Tab, tabOf, withTab } from './inbox-filters.ts'

/** The inbox: its filters in the address, its pages, and what is selected in it. */
export function useInbox() {
  const desk = useDesk()
  const route = useRoute()
  const router = useRouter()
  /** A first visit opens what one works on; `tab=all` is the whole list on purpose. */
  const filters = computed<CaseFilters>(() => {
    const read = readFilters(route.query)
    const bare = Object.keys(route.query).length === 0
    return bare && desk.staff ? withTab({}, firstTab(desk.staff.role)) : read
  })
  const tab = computed<Tab>(() => tabOf(filters.value))
  const cases = shallowRef<CaseSummary[]>([])
  const page = shallowRef<CasePage>()
  const selected = ref(new Set<string>())
  const failure = ref<unknown>()
  const busy = ref(false)
  let asked = 0

  async function read(after?: string): Promise<void> {
    const mine = ++asked
    busy.value = true
    failure.value = undefined
    try {
      const query = { ...filters.value, ...(after === undefined ? {} : { after }) }
      const next = await desk.ask(deskCases.list, { query })
      // An answer to an older question must not replace that to a newer one.
      if (mine !== asked) return
      page.value = next
      cases.value = after === undefined ? next.cases : [...cases.value, ...next.cases]
      const there = new Set(cases.value.map(({ id }) => id))
      selected.value = new Set([...selected.value].filter((id) => there.has(id)))
    } catch (error) {
      if (mine === asked) failure.value = error
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  /** Goes to other filters; `tab` names the whole list, which an empty address would not. */
  async function go(next: CaseFilters): Promise<void> {
    const query = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined))
    await router.replace({ query: { ...(tabOf(next) === 'all' ? { tab: 'all' } : {}), ...query } })
  }
  const openTab = (next: Tab) => go(withTab(filters.value, next))

  function toggle(id: string): void {
    const next = new Set(selected.value)
    if (!next.delete(id)) next.add(id)
    selected.value = next
  }

  watch(
    () => JSON.stringify(filters.value),
    () => void read(),
    { immediate: true },
  )
  return { filters, tab, cases, page, selected, failure, busy, read, go, openTab, toggle }
}
