/**
 * The supervisor's desk on this phone. What a citizen never needs (keys, vault, schemas) is loaded with the first use;
 * until then nobody is unlocked and no server time is known but what was noted here.
 */
import type { Transport } from '#sync/ports'
import type { DraftBox, FiledRecord, PhotoAlbum, SupervisorDesk } from '#sync/services'
import type { Changes } from '../changes.ts'
import type { Database } from '../db.ts'
import type { Shrink } from './concealed.ts'
import type { DeskWork } from './desk-work.ts'
import type { ServerClock } from './server-clock.ts'

export interface SupervisorDeps {
  database: Database
  transport: Transport
  changes: Changes
  /** epoch ms */
  now: () => number
  /** notes the time that any answer of the server tells */
  serverClock: ServerClock
  /** UUIDv7 */
  newId: () => string
  shrink: Shrink
  /** reads a filed record, joined with its outbox entry */
  filed: (id: string) => Promise<FiledRecord | undefined>
  /** something was saved: time for the drainer */
  saved: () => void
  geolocation: Geolocation | undefined
  /** reads a file of the app; the default is the browser's own */
  fetch?: (address: URL) => Promise<Response>
  /**
   * Stores the whole of the supervisor's part on this phone, or throws; absent where no service worker keeps the app.
   */
  storeFiles?: () => Promise<void>
  /** PBKDF2 rounds for new PINs; the default is right for phones */
  pinIterations?: number
}

export function createSupervisorDesk(deps: SupervisorDeps): SupervisorDesk {
  const clock = deps.serverClock
  const listeners = new Set<() => void>()
  let work: DeskWork | undefined
  let loading: Promise<DeskWork> | undefined

  async function load(): Promise<DeskWork> {
    const { createDeskWork } = await import('./desk-work.ts')
    const { readRecord } = await import('./records.ts')
    const known = await readRecord(deps.database, 'serverTime')
    if (known && !clock.read()) clock.note(known.at)
    work = createDeskWork(deps, clock, () => {
      for (const listener of listeners) listener()
    })
    return work
  }
  const desk = (): Promise<DeskWork> => {
    loading ??= load().catch((reason: unknown) => {
      loading = undefined
      throw reason
    })
    return loading
  }

  const drafts: DraftBox = {
    list: async (kind) => (await desk()).drafts.list(kind),
    get: async (id) => (await desk()).drafts.get(id),
    put: async (draft, since) => (await desk()).drafts.put(draft, since),
    discard: async (id) => (await desk()).drafts.discard(id),
  }
  const photos: PhotoAlbum = {
    add: async (file) => (await desk()).photos.add(file),
    url: async (sha256) => (await desk()).photos.url(sha256),
  }

  return {
    // Asked on citizens' phones too, which have nothing of the supervisor's part.
    async profile() {
      const stored = await deps.database.read((db) => db.count('supervisor', 'profile'))
      return stored > 0 ? (await desk()).profile() : undefined
    },
    enrol: async (code, pin) => (await desk()).enrol(code, pin),
    unlock: async (pin) => (await desk()).unlock(pin),
    lock: () => work?.lock(),
    unlocked: () => work?.unlocked() ?? false,
    touch: () => work?.touch(),
    waitMs: async () => (await desk()).waitMs(),
    onLock(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    visits: async () => (await desk()).visits(),
    refreshVisits: async () => (await desk()).refreshVisits(),
    drawVisit: async () => (await desk()).drawVisit(),
    outcomes: async () => (await desk()).outcomes(),
    refreshOutcomes: async () => (await desk()).refreshOutcomes(),
    unseen: async () => (await desk()).unseen(),
    see: async (ids) => (await desk()).see(ids),
    told: async () => (await desk()).told(),
    tell: async (wishes, on) => (await desk()).tell(wishes, on),
    reply: async (reply, title) => (await desk()).reply(reply, title),
    serverTime: () => clock.read(),
    drafts,
    photos,
    seal: async (draft, title, draftId) => (await desk()).seal(draft, title, draftId),
    locate: async () => (await desk()).locate(),
    checklist: async (id, version) => (await desk()).checklist(id, version),
  }
}
