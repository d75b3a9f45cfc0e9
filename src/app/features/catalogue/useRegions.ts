import { computed, onMounted, shallowRef } from 'vue'
import type { RegionList } from '#contract/regions'
import type { Region } from '#domain/catalogue/types'
import { useFirstServices } from '../../services.ts'
import { useRegion } from '../../state/region.ts'
import { useSync } from '../../state/sync.ts'

export interface RegionEntry {
  region: Region
  here: boolean
  current: boolean
  /** what the server offers, when it could be asked */
  offer?: RegionList['regions'][number]
}

/** Regions on this phone and regions to be had, asked for when the screen opens and again on demand. */
export function useRegions() {
  const services = useFirstServices()
  const region = useRegion()
  const sync = useSync()
  const offers = shallowRef<RegionList['regions']>()
  const problem = shallowRef<unknown>()
  const asking = shallowRef(true)

  async function ask(): Promise<void> {
    asking.value = true
    problem.value = undefined
    try {
      offers.value = (await services.catalogue.regions()).regions
    } catch (error) {
      problem.value = error
    } finally {
      asking.value = false
    }
  }
  onMounted(ask)

  const entries = computed<RegionEntry[]>(() => {
    const known = new Map(offers.value?.map((offer) => [offer.code, offer]))
    const here = region.stored.map((one): RegionEntry => {
      const offer = known.get(one.code)
      known.delete(one.code)
      return { region: one, here: true, current: one.code === region.code, ...(offer ? { offer } : {}) }
    })
    const more = [...known.values()].map((offer): RegionEntry => ({
      region: offer,
      here: false,
      current: false,
      offer,
    }))
    return [...here, ...more]
  })
  return { entries, problem, asking, ask, sync }
}
