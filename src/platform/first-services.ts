/**
 * What the first screen needs of the phone, composed. This file and what it imports are on the path of that screen:
 * whatever it can do without is in `services.ts`, or behind an `import(…)`.
 */
import type { FirstServices, Services } from '#sync/services'
import { createCatalogueLibrary } from './catalogue-library.ts'
import { createChanges } from './changes.ts'
import { createDatabase, type Database } from './db.ts'
import { createDelivery } from './delivery.ts'
import { once } from './once.ts'
import type { Ground } from './services.ts'
import { createSettings } from './settings.ts'
import { createServerClock } from './supervisor/server-clock.ts'

const now = () => Date.now()

/** `complete` is told of all services, once, before whoever asks for them first has them. */
export function createFirstServices(complete: (all: Services) => void): FirstServices {
  const database = createDatabase()
  const changes = createChanges()
  const serverClock = createServerClock(() => performance.now())
  const delivery = createDelivery(database, changes, now, (at) => serverClock.note(at))
  const settings = createSettings(database)
  const { watching, drawn, ...updates } = createUpdates(database)

  const first: FirstServices = {
    settings: {
      load: () => settings.load(),
      async save(changed) {
        await settings.save(changed)
        // Photos that waited for Wi-Fi may go now.
        delivery.saved()
      },
    },
    catalogue: createCatalogueLibrary(database, changes, now),
    drain: delivery,
    online: {
      current: () => navigator.onLine,
      onChange(listener) {
        const tell = () => {
          listener(navigator.onLine)
        }
        addEventListener('online', tell)
        addEventListener('offline', tell)
        return () => {
          removeEventListener('online', tell)
          removeEventListener('offline', tell)
        }
      },
    },
    updates,
    drawn,
    badge(count) {
      const phone = navigator as Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>
      void (count > 0 ? phone.setAppBadge?.(count) : phone.clearAppBadge?.())?.catch(() => undefined)
    },
    now,
    all: once(async () => {
      const { createServices } = await import('./services.ts')
      const all = createServices(first, { database, changes, delivery, serverClock, watching })
      complete(all)
      return all
    }),
  }
  return first
}

/** After the first screen was put together it is painted; what is fetched behind it must not come in between. */
const PAINTED_MS = 100

/** The service worker is registered once the first screen has had the line to itself. */
function createUpdates(
  database: Database,
): Services['updates'] & Pick<FirstServices, 'drawn'> & Pick<Ground, 'watching'> {
  const there = import.meta.env.PROD && 'serviceWorker' in navigator
  const listeners = new Set<() => void>()
  let ready = false
  const watching = once(async () => {
    const { watchUpdates } = await import('./updates.ts')
    return watchUpdates(() => {
      ready = true
      for (const listener of listeners) listener()
    }, database)
  })
  return {
    drawn() {
      if (there) setTimeout(() => void watching().catch(() => undefined), PAINTED_MS)
    },
    ready: () => ready,
    onReady(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async apply() {
      await (await watching()).apply()
    },
    ...(there && { watching, check: async () => (await watching()).check() }),
  }
}
