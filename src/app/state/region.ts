import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Counter, Region } from '#domain/catalogue/types'
import type { ItemHead, StoredCatalogue } from '#sync/services'
import { useFirstServices } from '../services.ts'
import { useSettings } from './settings.ts'

const byId = <T extends { id: string }>(list: readonly T[] | undefined) =>
  new Map(list?.map((entry) => [entry.id, entry]))

/** The region the user looks at: its catalogue on this phone, names by id, and bringing it up to date. */
export const useRegion = defineStore('region', () => {
  const services = useFirstServices()
  const { catalogue: library } = services
  const settings = useSettings()

  const current = shallowRef<StoredCatalogue>()
  /** `starting` until the phone's store has answered; `none` when no catalogue is on this phone */
  const status = shallowRef<'starting' | 'none' | 'ready' | 'failed'>('starting')
  const stored = shallowRef<Region[]>([])
  /** bytes of a catalogue on its way */
  const progress = shallowRef<{ region: string; loaded: number; total: number }>()
  const problem = shallowRef<unknown>()
  /** items of the current region whose details have not come down yet */
  const missing = shallowRef(0)

  const code = computed(() => current.value?.region.code)
  const isSample = computed(() => current.value?.region.sample ?? false)
  const departments = computed(() => byId(current.value?.departments))
  const venues = computed(() => byId(current.value?.venues))
  const counters = computed(() => byId(current.value?.counters))
  const heads = computed(() => new Map(current.value?.heads.map((head) => [head.code, head])))

  const departmentName = (id: string | undefined): string => named(departments.value, id)
  const venueName = (id: string | undefined): string => named(venues.value, id)
  const counterName = (id: string | undefined): string => named(counters.value, id)
  const counter = (id: string): Counter | undefined => counters.value.get(id)
  const head = (item: string): ItemHead | undefined => heads.value.get(item)

  /** Makes a region that is on this phone the current one; false when it is not here. Touches no network. */
  async function open(region: string): Promise<boolean> {
    if (current.value?.region.code === region) return true
    const found = await library.open(region)
    if (!found) return false
    show(found)
    status.value = 'ready'
    return true
  }

  function show(catalogue: StoredCatalogue): void {
    current.value = catalogue
    missing.value = catalogue.missing ?? 0
    if (missing.value > 0) void follow(catalogue.region.code).catch(() => undefined)
  }

  /** The details that are missing come behind the list. */
  async function follow(region: string): Promise<void> {
    const { bringDetails } = await import('./missing-details.ts')
    await bringDetails(services, region, {
      tell: (count) => (missing.value = count),
      wanted: () => code.value === region,
      update: () => update(region),
    })
  }

  /** At start: the region chosen last, or else the first on this phone. */
  async function start(): Promise<void> {
    try {
      const listed = library.stored().then((regions) => (stored.value = regions))
      const wanted = settings.current.region
      const [known, found] = await Promise.all([listed, wanted !== undefined && open(wanted)])
      if (found) return
      for (const { code } of known) if (await open(code)) return
      status.value = 'none'
    } catch (error) {
      problem.value = error
      status.value = 'failed'
    }
  }

  /** Brings a region (by default the current one) to its newest version; true when something changed. */
  async function update(region: string | undefined = code.value): Promise<boolean> {
    if (region === undefined) return false
    problem.value = undefined
    try {
      const { changed } = await library.update(region, (loaded, total) => {
        progress.value = { region, loaded, total }
      })
      stored.value = await library.stored()
      const found = region === code.value ? await library.open(region) : undefined
      if (found) show(found)
      return changed
    } catch (error) {
      problem.value = error
      throw error
    } finally {
      progress.value = undefined
    }
  }

  /** The user's choice: brings it down when it is not here yet, opens it and remembers it. */
  async function choose(region: string): Promise<void> {
    if (!(await open(region))) {
      await update(region)
      await open(region)
    }
    await settings.change({ region })
  }

  async function remove(region: string): Promise<void> {
    await library.remove(region)
    stored.value = await library.stored()
    if (region !== code.value) return
    current.value = undefined
    missing.value = 0
    await start()
  }

  return {
    current,
    status,
    stored,
    progress,
    problem,
    missing,
    code,
    isSample,
    departments,
    venues,
    counters,
    departmentName,
    venueName,
    counterName,
    counter,
    head,
    open,
    start,
    update,
    choose,
    remove,
  }
})

function named(entries: Map<string, { name: string }>, id: string | undefined): string {
  return id === undefined ? '' : (entries.get(id)?.name ?? id)
}
