import { onMounted, ref, shallowRef } from 'vue'

/** An answer of the server that a screen shows: not there yet, there, or failed with a way to try again. */
export function useAnswer<T>(ask: () => Promise<T>) {
  const answer = shallowRef<T>()
  const failure = ref<unknown>()
  async function read(): Promise<void> {
    failure.value = undefined
    try {
      answer.value = await ask()
    } catch (error) {
      failure.value = error
    }
  }
  onMounted(read)
  return { answer, failure, read }
}

/** One action at a time; what it says when it fails stays until the next. */
export function useAction() {
  const busy = ref(false)
  const problem = ref<unknown>()
  async function run(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = undefined
    try {
      await work()
    } catch (error) {
      problem.value = error
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run }
}
