import { onMounted, ref, shallowRef, watch } from 'vue'
import { useSync } from '../../state/sync.ts'

/** Reads when the screen opens, and anew when the network is back and what is shown is old, or nothing. */
export function useHeard<T extends { stale: boolean }>(ask: () => Promise<T>) {
  const sync = useSync()
  const heard = shallowRef<T>()
  const failure = ref<unknown>()
  async function read(): Promise<void> {
    failure.value = undefined
    try {
      heard.value = await ask()
    } catch (error) {
      failure.value = error
    }
  }
  onMounted(read)
  watch(
    () => sync.online,
    (online) => online && (heard.value?.stale ?? true) && void read(),
  )
  return { heard, failure, read }
}
