/**
 * Services in memory for tests of components, over the real rules of the domain: what a component sees is shaped by
 * the same functions as on a phone; only the disk and the network are missing. `control` plays the world around it.
 */
import * as v from 'valibot'
import type { Board } from '#contract/board'
import { type PublicNotice, PublicNoticeList } from '#contract/public-notices'
import type { PublishedCases } from '#contract/published-cases'
import type { CaseView } from '#contract/receipts'
import { headOf } from '#domain/catalogue/head'
import { assertBase } from '#platform/draft-base'
import { openSearcher } from '#platform/searcher'
import type { Catalogue } from '#domain/catalogue/types'
import { receiptCode } from '#domain/receipts/code'
import { uuidv7 } from '#domain/receipts/id'
import { checklistOf } from '#domain/inspections/hall-checklist'
import {
  ServiceError,
  type Draft,
  type FiledRecord,
  type Heard,
  type LostRecords,
  type Services,
  type Settings,
  type SupervisorProfile,
} from '#sync/services'
import type { DrainProgress } from '#sync/types'
import { testCatalogue } from './catalogue.ts'

export interface TestWorld {
  services: Services
  control: {
    /** the phone's hint, and whether requests to the server get through */
    setOnline(online: boolean): void
    setProgress(progress: Partial<DrainProgress>): void
    /** the next call of `method`, written as `catalogue.update`, rejects with this */
    failNext(method: string, error: ServiceError): void
    /** puts a filed record there, or changes one */
    putFiled(record: FiledRecord): void
    /** what the server answers to a look-up or a refresh, by receipt code or by record id */
    views: Map<string, CaseView>
    drafts: Map<string, Draft>
    settings(): Settings
    updateReady(): void
    applied(): number
    badge(): number
    tick(ms: number): void
  }
}

export interface WorldOptions {
  catalogues?: Catalogue[]
  /** regions already on this phone; all by default */
  stored?: string[]
  settings?: Partial<Settings>
  /** what the phone has lost */
  lost?: LostRecords
  /** items whose head is on this phone and whose details are not, by code; they come when they are asked for */
  missing?: string[]
  /** epoch ms */
  now?: number
  online?: boolean
  board?: Board
  publicNotices?: PublicNotice[]
  /** the published cases' page that begins at `after` */
  published?: (after?: string) => PublishedCases
  /** what the desk's endpoints answer, by `METHOD /path`; any other says that nobody is signed in */
  desk?: Record<string, (input: unknown) => unknown>
  profile?: SupervisorProfile
  pin?: string
}

/** Numbers that look random and are the same in every run. */
function bytes(seed: number, length: number): Uint8Array {
  let state = seed * 2654435761 + 12345
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 16) & 255
  })
}

const hex = (buffer: ArrayBuffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
const sha256 = async (data: ArrayBuffer | Uint8Array) =>
  hex(await crypto.subtle.digest('SHA-256', data as BufferSource))

export function testWorld(options: WorldOptions = {}): TestWorld {
  const catalogues = new Map((options.catalogues ?? [testCatalogue()]).map((one) => [one.region.code, one]))
  const stored = new Set(options.stored ?? catalogues.keys())
  const missing = new Set(options.missing)
  const checkedAt = new Map<string, string>()
  const recents = new Map<string, string[]>()
  const pins = new Map<string, string[]>()
  const notices = new Map<string, Awaited<ReturnType<Services['notices']['list']>>[number]>()
  const drafts = new Map<string, Draft>()
  const filed = new Map<string, FiledRecord>()
  const photos = new Map<string, string>()
  const views = new Map<string, CaseView>()
  const failures = new Map<string, ServiceError[]>()
  const listeners = {
    filed: new Set<() => void>(),
    drain: new Set<(progress: DrainProgress) => void>(),
    online: new Set<(online: boolean) => void>(),
    ready: new Set<() => void>(),
  }
  let settings: Settings = {
    locale: 'zh',
    theme: 'system',
    textScale: 1,
    photosOnWifiOnly: false,
    plainTitle: false,
    installHintDismissed: true,
    ...options.settings,
  }
  let progress: DrainProgress = {
    running: false,
    waiting: 0,
    needsAttention: 0,
    done: 0,
    total: 0,
    bytesDone: 0,
    bytesTotal: 0,
  }
  let now = options.now ?? Date.parse('2026-11-23T06:30:00.000Z')
  let online = options.online ?? true
  let seed = 0
  let ready = false
  let applied = 0
  let lost = options.lost
  let badge = 0
  let profile = options.profile
  let locked = profile !== undefined

  const listen = <T>(set: Set<T>, listener: T) => {
    set.add(listener)
    return () => void set.delete(listener)
  }
  const act = async <T>(method: string, work: () => T | Promise<T>): Promise<T> => {
    await Promise.resolve()
    const failure = failures.get(method)?.shift()
    if (failure) throw failure
    return work()
  }
  const remote = <T>(method: string, work: () => T | Promise<T>): Promise<T> =>
    act(method, () => {
      if (!online) throw new ServiceError('network', 'offline')
      return work()
    })
  const heard = new Map<string, { value: unknown; at: string }>()
  /** Asked of the server, or as it was last heard. */
  const hear = <T>(method: string, value: T | undefined): Promise<Heard<T>> =>
    act(method, () => {
      const known = heard.get(method) as { value: T; at: string } | undefined
      if (!online && known) return { ...known, stale: true }
      if (!online) throw new ServiceError('network', 'offline')
      if (value === undefined) throw new ServiceError('notFound', method)
      const told = { value, at: new Date(now).toISOString() }
      heard.set(method, told)
      return { ...told, stale: false }
    })
  const need = (region: string): Catalogue => {
    const catalogue = catalogues.get(region)
    if (!catalogue) throw new ServiceError('unknownRegion', region)
    return catalogue
  }
  const manifest = (one: Catalogue) => ({
    region: one.region,
    version: one.version,
    publishedAt: one.publishedAt,
    counts: {
      items: one.items.length,
      departments: one.departments.length,
      venues: one.venues.length,
      counters: one.counters.length,
    },
    url: `/files/${one.region.code}`,
    bytes: 20_000,
    plainBytes: 80_000,
    sha256: '0'.repeat(64),
    deltas: [],
  })
  const itemHere = (region: string, code: string) =>
    stored.has(region) && !missing.has(code)
      ? catalogues.get(region)?.items.find((one) => one.code === code)
      : undefined
  const notifyFiled = () => listeners.filed.forEach((listener) => listener())

  const services: Services = {
    settings: {
      load: () => act('settings.load', () => settings),
      save: (next) =>
        act('settings.save', () => {
          settings = next
        }),
    },
    catalogue: {
      regions: () =>
        remote('catalogue.regions', () => ({
          regions: [...catalogues.values()].map((one) => ({
            ...one.region,
            version: one.version,
            items: one.items.length,
            bytes: 20_000,
            publishedAt: one.publishedAt,
          })),
        })),
      stored: () =>
        act('catalogue.stored', () =>
          [...stored].flatMap((code) => {
            const region = catalogues.get(code)?.region
            return region ? [region] : []
          }),
        ),
      open: (region) =>
        act('catalogue.open', () => {
          const one = catalogues.get(region)
          if (!one || !stored.has(region)) return undefined
          const { items, ...rest } = one
          return {
            ...rest,
            heads: items.map(headOf),
            checkedAt: checkedAt.get(region) ?? '2026-11-20T01:00:00.000Z',
            ...(missing.size > 0 ? { missing: missing.size } : {}),
          }
        }),
      searcher: openSearcher,
      item: (region, code) => act('catalogue.item', () => itemHere(region, code)),
      fetchItem: (region, code) =>
        missing.has(code)
          ? remote('catalogue.fetchItem', () => {
              missing.delete(code)
              return itemHere(region, code)
            })
          : act('catalogue.fetchItem', () => itemHere(region, code)),
      complete: (_region, report) =>
        remote('catalogue.complete', () => {
          missing.clear()
          report?.(0)
        }),
      update: (region, report) =>
        remote('catalogue.update', () => {
          const one = need(region)
          report?.(80_000, 80_000)
          const changed = !stored.has(region)
          stored.add(region)
          checkedAt.set(region, new Date(now).toISOString())
          return { changed, manifest: manifest(one) }
        }),
      remove: (region) => act('catalogue.remove', () => void stored.delete(region)),
      recent: (region) => act('catalogue.recent', () => recents.get(region) ?? []),
      pinned: (region) => act('catalogue.pinned', () => pins.get(region) ?? []),
      markRecent: (region, code) =>
        act('catalogue.markRecent', () => {
          recents.set(region, [code, ...(recents.get(region) ?? []).filter((one) => one !== code)])
        }),
      setPinned: (region, code, pinned) =>
        act('catalogue.setPinned', () => {
          const others = (pins.get(region) ?? []).filter((one) => one !== code)
          pins.set(region, pinned ? [code, ...others] : others)
        }),
    },
    notices: {
      list: () => act('notices.list', () => [...notices.values()].reverse()),
      get: (id) => act('notices.get', () => notices.get(id)),
      save: (notice, ticked) =>
        act('notices.save', () => void notices.set(notice.id, structuredClone({ ...notice, ticked }))),
      remove: (id) => act('notices.remove', () => void notices.delete(id)),
    },
    drafts: {
      list: (kind) => act('drafts.list', () => [...drafts.values()].filter((draft) => draft.kind === kind)),
      get: (id) => act('drafts.get', () => drafts.get(id)),
      put: (draft, since) =>
        act('drafts.put', () => {
          assertBase(drafts.get(draft.id), since)
          drafts.set(draft.id, structuredClone(draft))
        }),
      discard: (id) => act('drafts.discard', () => void drafts.delete(id)),
    },
    photos: {
      add: (file) =>
        act('photos.add', async () => {
          if (!file.type.startsWith('image/')) throw new ServiceError('notAnImage', file.type)
          const name = await sha256(await file.arrayBuffer())
          photos.set(name, `data:image/gif;base64,R0lGODlhAQABAAAAACw=#${name.slice(0, 6)}`)
          return { sha256: name, bytes: file.size, type: 'image/jpeg' as const }
        }),
      url: (name) => act('photos.url', () => photos.get(name)),
    },
    filing: {
      file: (request) =>
        act('filing.file', () => {
          const { id } = request.payload
          const known = filed.get(id)
          if (known) return known
          const { draft, attachments, entity, ...rest } = structuredClone(request)
          const savedAt = new Date(now).toISOString()
          const record: FiledRecord = {
            ...rest,
            id,
            savedAt,
            entry: {
              id,
              type: request.type,
              entity,
              sequence: filed.size + 1,
              savedAt,
              payload: request.payload,
              attachments,
              state: 'queued',
              attempts: 0,
              notBefore: 0,
            },
          }
          filed.set(id, record)
          if (draft !== undefined) drafts.delete(draft)
          notifyFiled()
          return record
        }),
      list: () => act('filing.list', () => [...filed.values()].reverse()),
      get: (id) => act('filing.get', () => filed.get(id)),
      remove: (id, into) =>
        act('filing.remove', () => {
          filed.delete(id)
          if (into) drafts.set(into.id, structuredClone(into))
          notifyFiled()
        }),
      retry: (id) =>
        act('filing.retry', () => {
          const record = filed.get(id)
          if (!record?.entry) return
          const entry = { ...record.entry, state: 'queued' as const }
          delete entry.refusal
          filed.set(id, { ...record, entry })
          notifyFiled()
        }),
      refresh: (id) =>
        remote('filing.refresh', () => {
          const record = filed.get(id)
          if (!record) throw new ServiceError('notFound', id)
          const view = views.get(id)
          const next = view ? { ...record, view } : record
          filed.set(id, next)
          return next
        }),
      see: (id) =>
        act('filing.see', () => {
          const record = filed.get(id)
          if (!record?.view || record.seen === record.view.timeline.length) return
          filed.set(id, { ...record, seen: record.view.timeline.length })
          notifyFiled()
        }),
      lookup: (code) =>
        remote('filing.lookup', () => {
          const view = views.get(code)
          if (!view) throw new ServiceError('unknownReceipt', code)
          return view
        }),
      exportUnsent: () => act('filing.exportUnsent', () => new Uint8Array([1, 2, 3])),
      importUnsent: () => act('filing.importUnsent', () => ({ records: 2, known: 1, drafts: 1, photos: 3 })),
      onChange: (listener) => listen(listeners.filed, listener),
    },
    drain: {
      progress: () => progress,
      now: () => act('drain.now', () => undefined),
      look: () => act('drain.look', () => undefined),
      onChange: (listener) => listen(listeners.drain, listener),
    },
    supervisor: {
      profile: () => act('supervisor.profile', () => profile),
      enrol: (code) =>
        remote('supervisor.enrol', () => {
          if (code.trim() === '') throw new ServiceError('unknownEnrolment', code)
          locked = false
          profile = {
            supervisor: services.newId(),
            device: services.newId(),
            name: '监督员 01',
            region: [...catalogues.keys()][0] ?? '990001',
            enrolledAt: new Date(now).toISOString(),
          }
          return profile
        }),
      unlock: (pin) =>
        act('supervisor.unlock', () => {
          if (pin !== (options.pin ?? '246810')) return false
          locked = false
          return true
        }),
      lock: () => {
        locked = true
      },
      unlocked: () => profile !== undefined && !locked,
      visits: () => act('supervisor.visits', () => []),
      refreshVisits: () => remote('supervisor.refreshVisits', () => []),
      drawVisit: () => remote('supervisor.drawVisit', () => []),
      outcomes: () => act('supervisor.outcomes', () => []),
      refreshOutcomes: () => remote('supervisor.refreshOutcomes', () => []),
      unseen: () => act('supervisor.unseen', () => []),
      see: () => act('supervisor.see', () => undefined),
      told: () => act('supervisor.told', () => ({ on: false, quiet: null })),
      tell: () => remote('supervisor.tell', () => undefined),
      reply: (reply, title) =>
        act('supervisor.reply', () =>
          services.filing.file({
            type: 'inspection.reply',
            payload: { id: reply.id, inspection: reply.inspection, device: 'd', jws: 'a.b.c' },
            entity: reply.inspection,
            attachments: [],
            title,
            draft: reply.id,
          }),
        ),
      serverTime: () => undefined,
      seal: (draft, title, draftId) =>
        act('supervisor.seal', () => {
          const record: FiledRecord = {
            id: draft.id,
            type: 'inspection.submit',
            payload: { jws: 'header.payload.signature' } as unknown as FiledRecord['payload'],
            title,
            savedAt: new Date(now).toISOString(),
            inspection: { ...draft, sequence: 1, sealedAt: new Date(now).toISOString() },
          }
          filed.set(record.id, record)
          drafts.delete(draftId)
          notifyFiled()
          return record
        }),
      locate: () => act('supervisor.locate', () => ({ unavailable: 'off' as const })),
      checklist: (id, version) => act('supervisor.checklist', () => checklistOf(id, version)),
      get drafts() {
        return services.drafts
      },
      get photos() {
        return services.photos
      },
      touch: () => undefined,
      waitMs: () => act('supervisor.waitMs', () => 0),
      onLock: () => () => undefined,
    },
    publicNotices: () =>
      hear(
        'publicNotices',
        v.parse(PublicNoticeList, { regionName: '示例区', notices: options.publicNotices ?? [] }),
      ),
    publicNotice: (_region, id) =>
      hear(
        `publicNotice ${id}`,
        options.publicNotices?.find((one) => one.id === id),
      ),
    publishedCases: (_region, { after }) =>
      remote(
        'publishedCases',
        () => options.published?.(after) ?? { regionName: '示例区', cases: [], next: null },
      ),
    scores: () =>
      hear('scores', { year: 2026, asOf: new Date(now).toISOString(), departments: [], venues: [] }),
    board: () =>
      act('board', () => {
        if (!options.board) throw new ServiceError(online ? 'notFound' : 'network', 'no board')
        return { board: options.board, stale: !online }
      }),
    receiptPhoto: (_code, sha256) =>
      remote('receiptPhoto', () => `data:image/gif;base64,R0lGODlhAQABAAAAACw=#${sha256.slice(0, 6)}`),
    desk: {
      ask: (endpoint, input) =>
        remote(`desk ${endpoint.method} ${endpoint.path}`, async () => {
          const answer = options.desk?.[`${endpoint.method} ${endpoint.path}`]
          if (!answer) throw new ServiceError('unauthenticated', 'no session')
          return v.parse(endpoint.answer, await answer(input))
        }),
      photo: () => remote('desk.photo', () => ({ sha256: 'a'.repeat(64), bytes: 1000, type: 'image/jpeg' })),
    },
    storage: {
      state: () => act('storage.state', () => ({ persisted: true, usage: 1_200_000, quota: 2_000_000_000 })),
      persist: () => act('storage.persist', () => true),
      lost: () => act('storage.lost', () => lost),
      forgetLoss: () => void act('storage.forgetLoss', () => (lost = undefined)),
    },
    online: { current: () => online, onChange: (listener) => listen(listeners.online, listener) },
    drawn: () => undefined,
    updates: {
      ready: () => ready,
      onReady: (listener) => listen(listeners.ready, listener),
      apply: () =>
        act('updates.apply', () => {
          applied++
        }),
    },
    badge: (count) => {
      badge = count
    },
    now: () => now,
    all: () => Promise.resolve(services),
    newId: () => uuidv7(now, bytes(++seed, 16)),
    newReceipt: () =>
      act('newReceipt', async () => {
        const code = receiptCode(bytes(++seed, 16))
        return { code, digest: await sha256(new TextEncoder().encode(code.replaceAll('-', ''))) }
      }),
  }

  return {
    services,
    control: {
      setOnline(next) {
        online = next
        listeners.online.forEach((listener) => listener(next))
      },
      setProgress(part) {
        progress = { ...progress, ...part }
        listeners.drain.forEach((listener) => listener(progress))
      },
      failNext(method, error) {
        failures.set(method, [...(failures.get(method) ?? []), error])
      },
      putFiled(record) {
        filed.set(record.id, record)
        notifyFiled()
      },
      views,
      drafts,
      settings: () => settings,
      updateReady() {
        ready = true
        listeners.ready.forEach((listener) => listener())
      },
      applied: () => applied,
      badge: () => badge,
      tick(ms) {
        now += ms
      },
    },
  }
}
