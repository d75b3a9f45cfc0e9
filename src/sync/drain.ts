/**
 * The drainer: brings the outbox to the server. One at a time across tabs and the service worker, under the lock; the
 * app and the service worker run this same code.
 *
 * Invariants beside those of a round (`deliver.ts`):
 * 1. Every entry is tried at most once a run, so a run ends; what was saved meanwhile is taken along.
 * 2. Nothing of a run is still going when the lock is given back.
 * 3. A run that fails in itself (the disk, say) leaves every entry as it was or as it was last settled.
 */
import { deliver, type DrainPorts } from './deliver.ts'
import { createLine } from './line.ts'
import { due, hasPhotos } from './plan.ts'
import type { Lock } from './ports.ts'
import { createTracker, overview } from './progress.ts'
import type { DrainProgress } from './types.ts'

export interface DrainerPorts extends DrainPorts {
  lock: Lock
  onProgress?: (progress: DrainProgress) => void
  /** whether entries with photos are to wait now; asked once a run */
  photosWait?: () => Promise<boolean>
}

export interface Drainer {
  /**
   * Sends what is due; with `force`, whatever waits, no matter the backoff, and with `photosToo` no matter the line
   * either. Calls while one is on its way are joined
   * into one more run after it. Resolves with what is left; rejects only when the phone's own storage fails.
   */
  drain(force?: boolean, photosToo?: boolean): Promise<DrainProgress>
  /** what stands in the outbox, without sending */
  look(): Promise<DrainProgress>
}

async function run(ports: DrainerPorts, force: boolean, photosToo: boolean): Promise<DrainProgress> {
  const { store, clock, random } = ports
  const line = createLine(store, clock, random)
  const photosWait = !photosToo && (await ports.photosWait?.()) === true
  const tracker = createTracker((progress) => ports.onProgress?.(progress), photosWait)
  const tried = new Set<string>()
  let used = false
  await line.begin(force)
  try {
    while (!line.stopped) {
      const entries = await store.entries()
      const round = due(entries, clock.now(), force, line.works).filter(
        (entry) => !tried.has(entry.id) && !(photosWait && hasPhotos(entry)),
      )
      if (round.length === 0) break
      for (const { id } of round) tried.add(id)
      used = true
      tracker.see(entries, line.state, clock.now())
      await deliver(ports, line, tracker, round)
    }
  } finally {
    if (used) await line.end()
  }
  return tracker.end(await store.entries(), line.state, clock.now())
}

export function createDrainer(ports: DrainerPorts): Drainer {
  let next: { force: boolean; photosToo: boolean; done: Promise<DrainProgress> } | undefined

  return {
    drain(force = false, photosToo = false) {
      // One run waits for the lock at most; who comes while it waits joins it, who comes later starts the next.
      if (next) {
        next.force ||= force
        next.photosToo ||= photosToo
        return next.done
      }
      const mine = { force, photosToo, done: Promise.resolve<DrainProgress>(overview([], EMPTY, 0)) }
      mine.done = ports.lock.run(() => {
        next = undefined
        return run(ports, mine.force, mine.photosToo)
      })
      next = mine
      // A lock that fails must not be waited for ever after.
      mine.done.catch(() => {
        if (next === mine) next = undefined
      })
      return mine.done
    },
    async look() {
      const photosWait = (await ports.photosWait?.()) === true
      return overview(await ports.store.entries(), await ports.store.line(), ports.clock.now(), photosWait)
    },
  }
}

const EMPTY = { failures: 0, notBefore: 0 }
