/** When the drainer runs: after a save, when the line or the user comes back, when a backoff ends, and at the start. */
import { onLineChange } from './metered.ts'
import { SYNC_TAG } from './sync-tag.ts'

/** Never a hot loop, whatever the stored times say. */
const SHORTEST_MS = 1_000
/** `setTimeout` counts in 31 bits. */
const LONGEST_MS = 2 ** 31 - 1

interface BackgroundSync {
  register(tag: string): Promise<void>
}

export interface Triggers {
  /** sets the timer anew; undefined stops it */
  nextAt(epochMs: number | undefined): void
  /** asks the browser to wake the service worker once there is a line, where it can */
  inBackground(): void
}

/** `navigator.onLine` is a hint, never a proof: the event wakes the drainer, its absence holds nothing back. */
export function createTriggers(wake: () => void, online: () => void, now: () => number): Triggers {
  let timer: ReturnType<typeof setTimeout> | undefined
  addEventListener('online', online)
  onLineChange(wake)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })
  return {
    nextAt(epochMs) {
      clearTimeout(timer)
      timer =
        epochMs === undefined
          ? undefined
          : setTimeout(wake, Math.min(LONGEST_MS, Math.max(SHORTEST_MS, epochMs - now())))
    },
    inBackground() {
      const container = (navigator as Partial<Navigator>).serviceWorker
      void container?.ready
        .then((registration) =>
          (registration as ServiceWorkerRegistration & { sync?: BackgroundSync }).sync?.register(SYNC_TAG),
        )
        .catch(() => undefined)
    },
  }
}
