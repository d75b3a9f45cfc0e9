/** The drainer as the app sees it: a snapshot, a button, and the triggers that press it. */
import { IDLE } from '#sync/idle'
import type { Drain } from '#sync/services'
import type { DrainProgress } from '#sync/types'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import { once } from './once.ts'
import { createTriggers } from './triggers.ts'

export interface Delivery extends Drain {
  /** something was saved */
  saved(): void
}

/** @param heard is told the server's time whenever the drainer hears it */
export function createDelivery(
  database: Database,
  changes: Changes,
  now: () => number,
  heard: (serverTime: string) => void,
): Delivery {
  const listeners = new Set<(progress: DrainProgress) => void>()
  let snapshot: DrainProgress = { ...IDLE, unread: true }

  let clockSkewMs: number | undefined
  const show = (progress: DrainProgress) => {
    snapshot = clockSkewMs === undefined ? progress : { ...progress, clockSkewMs }
    for (const listener of listeners) listener(snapshot)
  }
  const onServerTime = (at: string) => {
    clockSkewMs = Date.parse(at) - now()
    heard(at)
  }
  const drainer = once(async () => {
    const [{ createPhoneDrainer }, { createTransport }] = await Promise.all([
      import('./drain-service.ts'),
      import('./http.ts'),
    ])
    return createPhoneDrainer(database, createTransport(), changes, now, show, onServerTime)
  })
  const wake = async (force = false, photosToo = false): Promise<void> => {
    const progress = await (await drainer()).drain(force, photosToo)
    const next = progress.nextAttempt
    triggers.nextAt(next === undefined ? undefined : Date.parse(next))
  }
  // A run that fails in itself (the disk, a chunk that cannot be loaded) left everything queued: the next trigger tries.
  const wakeQuietly = () => void wake().catch(() => triggers.nextAt(now() + 60_000))
  // A line that comes back ends the wait for it, but not one that the server asked for.
  const online = () => {
    const why = snapshot.lastFailure?.code
    if (why === 'network' || why === 'timeout') void wake(true).catch(() => triggers.nextAt(now() + 60_000))
    else wakeQuietly()
  }
  const triggers = createTriggers(wakeQuietly, online, now)

  // A run of our own tells by itself.
  const quiet = (): boolean => !snapshot.running
  const look = async (): Promise<void> => {
    const progress = quiet() ? await (await drainer()).look() : undefined
    if (progress && quiet()) show(progress)
  }
  // Another tab or the service worker changed the outbox.
  changes.on('outbox', () => void look().catch(() => undefined))
  // After the first screen: its own work comes first.
  setTimeout(wakeQuietly, 1_500)

  return {
    progress: () => snapshot,
    now: () => wake(true, true),
    look,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    saved() {
      triggers.inBackground()
      wakeQuietly()
    },
  }
}
