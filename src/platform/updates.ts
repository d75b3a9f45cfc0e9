/** The service worker's registration; a new version waits until the user lets it in. */
import { Workbox } from 'workbox-window'

/** How often, at most, a page that comes back to the front asks for a new version. */
const ASK_EVERY_MS = 60 * 60 * 1000

export interface Updates {
  apply(): Promise<void>
  /** Asks for a new version, waits until it is stored, and says whether one waits to be applied. */
  check(): Promise<boolean>
}

/**
 * Registers `/sw.js`. A waiting version is told through `ready` and takes over only when `apply` is called: a form
 * that is open is never reloaded away.
 */
export async function watchUpdates(ready: () => void): Promise<Updates> {
  const workbox = new Workbox('/sw.js')
  workbox.addEventListener('waiting', ready)
  const registration = await workbox.register()
  // One that was already waiting before this page opened.
  if (registration?.waiting && navigator.serviceWorker.controller) ready()
  let asked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - asked < ASK_EVERY_MS) return
    asked = Date.now()
    void workbox.update().catch(() => undefined)
  })
  return {
    async check() {
      await workbox.update()
      const coming = registration?.installing
      if (coming)
        await new Promise<void>((resolve) => {
          coming.addEventListener('statechange', () => coming.state !== 'installing' && resolve())
        })
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
