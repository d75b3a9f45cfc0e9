/** The service worker's registration; a new version waits until the user lets it in. */
import { Workbox } from 'workbox-window'
import { ServiceError } from '#sync/services'
import type { Database } from './db.ts'
import { storeSupervisorFiles } from './supervisor-files.ts'

/** How often, at most, a page that comes back to the front asks for a new version. */
const ASK_EVERY_MS = 60 * 60 * 1000

export interface Updates {
  apply(): Promise<void>
  /** Asks for a new version, waits until it is stored, and says whether one waits to be applied. */
  check(): Promise<boolean>
  /**
   * Stores the supervisor's part on this phone, for the version in use and for one that waits.
   * @throws ServiceError `network`, `timeout` or `quota`
   */
  storeSupervisorFiles(): Promise<void>
}

/** Whether this phone is a supervisor's, without loading the supervisor's part. */
const isEnrolled = (database: Database): Promise<boolean> =>
  database.read(async (db) => (await db.count('supervisor', 'profile')) > 0)

/** Until a version that is coming in has come, or has failed. */
const arrival = (coming: ServiceWorker): Promise<void> =>
  new Promise((resolve) => {
    const look = () => coming.state !== 'installing' && resolve()
    coming.addEventListener('statechange', look)
    look()
  })

/** Browsers that forbid it say so by a `DOMException`; all else is a script that did not arrive. */
const refused = (error: unknown): never => {
  throw new ServiceError(error instanceof DOMException ? 'noStorage' : 'network', String(error))
}

/**
 * Registers `/sw.js`. A waiting version is told through `ready` and takes over only when `apply` is called: a form
 * that is open is never reloaded away. On a supervisor's phone what is missing of the supervisor's part is stored.
 * @throws ServiceError `network`, or `noStorage` where the browser keeps no service worker
 */
export async function watchUpdates(ready: () => void, database: Database): Promise<Updates> {
  const workbox = new Workbox('/sw.js')
  workbox.addEventListener('waiting', ready)
  const registration = await workbox.register().catch(refused)
  // One that was already waiting before this page opened.
  if (registration?.waiting && navigator.serviceWorker.controller) ready()
  let asked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - asked < ASK_EVERY_MS) return
    asked = Date.now()
    void workbox.update().catch(() => undefined)
  })
  const store = async () => {
    if (!registration) throw new ServiceError('network', 'no service worker could be registered')
    if (registration.installing) await arrival(registration.installing)
    const versions = [registration.waiting, registration.active].filter((worker) => worker !== null)
    if (versions.length === 0) throw new ServiceError('network', 'the app itself could not be stored')
    await Promise.all(versions.map(storeSupervisorFiles))
  }
  void isEnrolled(database)
    .then((enrolled) => (enrolled ? store() : undefined))
    .catch(() => undefined)
  return {
    storeSupervisorFiles: store,
    async check() {
      await workbox.update()
      if (registration?.installing) await arrival(registration.installing)
      return Boolean(registration?.waiting)
    },
    async apply() {
      const waiting = registration?.waiting
      if (!waiting) {
        location.reload()
        return
      }
      await new Promise<void>((resolve) => {
        navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true })
        waiting.postMessage({ type: 'SKIP_WAITING' })
      })
      location.reload()
    },
  }
}
