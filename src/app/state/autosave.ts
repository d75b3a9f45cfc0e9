import { computed, onBeforeUnmount, ref, toRaw, type Ref } from 'vue'
import { useServices } from '../services.ts'
import { ServiceError, type Draft } from '#sync/services'

export interface Autosave<T> {
  /** ISO instant of the last save that is on disk */
  savedAt: Readonly<Ref<string | undefined>>
  /** whether something typed is not yet on disk */
  pending: Readonly<Ref<boolean>>
  /** why the last save failed; what was typed stays on the screen and is tried again with the next change */
  error: Readonly<Ref<unknown>>
  /** saves this state; called at every keystroke */
  save(data: T, photos?: readonly string[]): void
  /** resolves when everything given to `save` so far is on disk or has failed */
  settled(): Promise<void>
  /**
   * Stops saving and waits for the write under way, so that a filed or discarded draft does not come back.
   * @throws ServiceError `conflict` when another window has changed or ended the draft: what stands here is not all of
   * it, and saving goes on
   */
  stop(): Promise<void>
  /** goes on saving after a `stop` whose reason failed */
  resume(): void
}

/**
 * Keeps a draft on disk as it is typed. One write at a time; while one runs only the newest state waits, so that a fast
 * typist never queues up writes and the last state always wins. What another window saved is never written over.
 */
export function useAutosave<T>(
  id: string,
  kind: Draft['kind'],
  known?: Pick<Draft, 'createdAt' | 'updatedAt'>,
): Autosave<T> {
  const services = useServices()
  const { drafts } = services
  const savedAt = ref(known?.updatedAt)
  const error = ref<unknown>()
  const waiting = ref(0)
  let createdAt = known?.createdAt
  let next: { data: T; photos: readonly string[] } | undefined
  let running: Promise<void> | undefined
  let stopped = false

  async function write(): Promise<void> {
    while (next && !stopped) {
      const { data, photos } = next
      next = undefined
      const updatedAt = new Date(services.now()).toISOString()
      createdAt ??= updatedAt
      try {
        await drafts.put({ id, kind, createdAt, updatedAt, data, photos: [...photos] }, savedAt.value)
        savedAt.value = updatedAt
        error.value = undefined
      } catch (failure) {
        error.value = failure
      }
    }
    waiting.value = 0
    running = undefined
  }

  const settled = async (): Promise<void> => {
    while (running) await running
  }
  const elsewhere = async () =>
    savedAt.value !== undefined && (await drafts.get(id))?.updatedAt !== savedAt.value
  /** Another window may have gone on with it: what stands here is old then, and all of it was on disk. */
  async function look(): Promise<void> {
    const still = () => !document.hidden && !error.value && !running && !stopped
    if (still() && (await elsewhere()) && still()) location.reload()
  }
  const returned = () => void look().catch(() => undefined)
  document.addEventListener('visibilitychange', returned)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', returned)
    void settled()
  })

  return {
    savedAt,
    pending: computed(() => waiting.value > 0),
    error,
    save(data, photos = []) {
      if (stopped) return
      // A copy without Vue's proxies: IndexedDB clones what it gets, and later keystrokes must not change it.
      next = { data: structuredClone(deepRaw(data)), photos }
      waiting.value = 1
      running ??= write()
    },
    settled,
    async stop() {
      stopped = true
      try {
        await settled()
        if (await elsewhere()) throw new ServiceError('conflict', 'changed in another window')
      } catch (reason) {
        stopped = false
        error.value = reason
        throw reason
      }
    },
    resume() {
      stopped = false
    },
  }
}

/** The plain value behind a reactive one, at every depth. */
function deepRaw<T>(value: T): T {
  const raw: unknown = toRaw(value)
  if (Array.isArray(raw)) return raw.map(deepRaw) as T
  if (typeof raw === 'object' && raw !== null)
    return Object.fromEntries(Object.entries(raw).map(([key, inner]) => [key, deepRaw(inner)])) as T
  return raw as T
}
