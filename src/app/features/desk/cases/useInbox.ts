import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type CaseFilters, type CasePage, type CaseSummary, deskCases } from '#contract/desk/cases'
import { useDesk } from '../desk-store.ts'
import { firstTab, readFilters, type Tab, tabOf, withTab } from './inbox-filters.ts'

/** The list as it stood when its screen was left: whoever comes back from a case finds their place in it. */
let left: { key: string; cases: CaseSummary[]; page: CasePage } | undefined

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
  const key = () => `${desk.staff?.id ?? ''} ${JSON.stringify(filters.value)}`
  const cases = shallowRef<CaseSummary[]>([])
  const page = shallowRef<CasePage>()
  const selected = ref(new Set<string>())
  const failure = ref<unknown>()
  const busy = ref(false)
  let asked = 0
  /** what stands in the list: the address may be another one by the time that its screen is taken down */
  let shown = ''

  /** @param atLeast so many cases, if there are: as many as stood here before */
  async function read(after?: string, atLeast = 0): Promise<void> {
    const mine = ++asked
    const wanted = key()
    busy.value = true
    failure.value = undefined
    try {
      const pageAfter = (place: string | undefined) =>
        desk.ask(deskCases.list, {
          query: { ...filters.value, ...(place === undefined ? {} : { after: place }) },
        })
      let next = await pageAfter(after)
      let all = after === undefined ? next.cases : [...cases.value, ...next.cases]
      while (next.next !== null && all.length < atLeast && mine === asked) {
        next = await pageAfter(next.next)
        all = [...all, ...next.cases]
      }
      // An answer to an older question must not replace that to a newer one.
      if (mine !== asked) return
      shown = wanted
      page.value = next
      cases.value = all
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

  if (left?.key === key()) {
    shown = left.key
    cases.value = left.cases
    page.value = left.page
    void read(undefined, left.cases.length)
  } else void read()
  watch(key, () => void read())
  onBeforeUnmount(() => {
    left = page.value && { key: shown, cases: cases.value, page: page.value }
  })
  return { filters, tab, cases, page, selected, failure, busy, read, go, openTab, toggle }
}
