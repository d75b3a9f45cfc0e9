import { computed, onMounted, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Subject } from '#domain/cases/types'
import type { Draft } from '#sync/services'
import { useServices } from '../services.ts'
import { useRegion } from './region.ts'
import { plainSubject } from './subject-names.ts'

export interface OpenDraft<Form> {
  /** the form that is open, under the id of its draft */
  opened: ShallowRef<{ id: string; form: Form; draft?: Draft } | undefined>
  error: Ref<unknown>
  /** there is nothing to write about: no region is on this phone */
  noRegion: ComputedRef<boolean>
  open: () => Promise<void>
}

/** What the address of a form says. */
export interface Asked {
  (name: string): string | undefined
  subject(): Subject
}

/**
 * Opens a draft, or a new form filled in by the address; the draft's id stands in the address, so a reload returns to it.
 * @param fresh a new form for a region that is open, or undefined when none can be made
 * @param elsewhere whether the id in the address belongs to something else by now, and the way there was taken
 */
export function useOpenDraft<Form extends { region: string }>(
  parse: (data: unknown) => Form | undefined,
  fresh: (region: string, asked: Asked) => Promise<Form | undefined> | Form | undefined,
  elsewhere?: (id: string) => Promise<boolean>,
): OpenDraft<Form> {
  const route = useRoute()
  const router = useRouter()
  const region = useRegion()
  const services = useServices()

  const value = (name: string): string | undefined => {
    const said = route.query[name]
    return typeof said === 'string' && said !== '' ? said : undefined
  }
  const asked: Asked = Object.assign(value, {
    subject: () =>
      plainSubject({
        item: value('item'),
        department: value('department'),
        venue: value('venue'),
        counter: value('counter'),
      }),
  })

  const opened: OpenDraft<Form>['opened'] = shallowRef()
  const error = ref<unknown>()

  async function made(): Promise<Form | undefined> {
    const code = asked('region') ?? region.code
    if (code === undefined) return undefined
    await region.open(code)
    return fresh(code, asked)
  }

  async function open(): Promise<void> {
    error.value = undefined
    try {
      const known = asked('draft')
      if (known !== undefined && (await elsewhere?.(known))) return
      const id = known ?? services.newId()
      const draft = await services.drafts.get(id)
      const saved = draft && parse(draft.data)
      if (saved?.region) await region.open(saved.region)
      const form = saved ?? (await made())
      if (!form) return
      if (known === undefined) await router.replace({ query: { ...route.query, draft: id } })
      opened.value = draft ? { id, form, draft } : { id, form }
    } catch (failure) {
      error.value = failure
    }
  }
  onMounted(open)
  return {
    opened,
    error,
    noRegion: computed(() => !opened.value && !error.value && region.status === 'none'),
    open,
  }
}
