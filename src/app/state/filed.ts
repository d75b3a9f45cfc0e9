import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useServices } from '../services.ts'
import type { FiledRecord } from '#sync/services'

/** Everything filed from this phone, newest first, kept in step with the outbox. */
export const useFiled = defineStore('filed', () => {
  const { filing } = useServices()
  const records = shallowRef<FiledRecord[]>([])
  const loaded = ref(false)
  const error = ref<unknown>()
  let reading: Promise<void> | undefined
  let again = false

  async function read(): Promise<void> {
    do {
      again = false
      try {
        const list = await filing.list()
        records.value = list.toSorted((a, b) => (a.savedAt < b.savedAt ? 1 : a.savedAt > b.savedAt ? -1 : 0))
        error.value = undefined
      } catch (failure) {
        error.value = failure
      }
      // A change while reading asks for one more round; it is set by another call of `load`.
    } while (again as boolean)
    loaded.value = true
    reading = undefined
  }

  /** Reads the list again; many calls at once cost one reading. */
  function load(): Promise<void> {
    if (reading) again = true
    reading ??= read()
    return reading
  }
  filing.onChange(() => void load())

  const byId = computed(() => new Map(records.value.map((record) => [record.id, record])))
  return { records, loaded, error, load, byId }
})
