import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

/** What a screen shows, read when it opens: the value, why not, and reading it again. */
export function useReading<T>(ask: () => Promise<T>): {
  value: ShallowRef<T | undefined>
  failure: Ref<unknown>
  read: () => Promise<void>
} {
  const value = shallowRef<T>()
  const failure = ref<unknown>()
  async function read(): Promise<void> {
    failure.value = undefined
    try {
      value.value = await ask()
    } catch (error) {
      failure.value = error
    }
  }
  onMounted(read)
  return { value, failure, read }
}
