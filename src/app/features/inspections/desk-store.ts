import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { InspectionDraft } from '#domain/inspections/record'
import type { Checklist } from '#domain/inspections/types'
import {
  ServiceError,
  type Draft,
  type FiledRecord,
  type StoredCatalogue,
  type SupervisorProfile,
} from '#sync/services'
import { useServices } from '../../services.ts'
import { useRegion } from '../../state/region.ts'
import { parseInspectionDraft } from './draft-schema.ts'
import { filedReply, type FiledReply } from './replies.ts'

export interface OpenDraft {
  stored: Draft
  data: InspectionDraft
  /** missing when this version of the app has no such checklist, or cannot read it now */
  checklist?: Checklist
}

/** The supervisor's desk: whether it is open, and everything that lies on it. */
export const useDesk = defineStore('supervisor', () => {
  const region = useRegion()
  const services = useServices()
  const { supervisor, filing, catalogue: library } = services
  const state = shallowRef<'loading' | 'none' | 'locked' | 'open' | 'failed'>('loading')
  const profile = shallowRef<SupervisorProfile>()
  const visits = shallowRef<Awaited<ReturnType<typeof supervisor.visits>>>([])
  const outcomes = shallowRef<Awaited<ReturnType<typeof supervisor.outcomes>>>([])
  const drafts = shallowRef<OpenDraft[]>([])
  const records = shallowRef<FiledRecord[]>([])
  /** ids of visits and inspections about which there is something new */
  const unseen = shallowRef<string[]>([])
  /** newest first */
  const replies = shallowRef<FiledReply[]>([])
  const catalogue = shallowRef<StoredCatalogue>()
  const ready = shallowRef(false)
  const problem = shallowRef<unknown>()
  /** whether the office said that the appointment has ended: nothing sealed from now on will be taken in */
  const revoked = computed(
    () => problem.value instanceof ServiceError && problem.value.code === 'supervisorRevoked',
  )
  /** ms by which the server's clock was ahead of the phone's when it last answered */
  const skewMs = shallowRef<number>()

  const outcomeOf = computed(() => new Map(outcomes.value.map((outcome) => [outcome.id, outcome])))
  const openVisits = computed(() => visits.value.filter((visit) => visit.status === 'open'))

  const openDraft = (stored: Draft): Promise<OpenDraft>[] => {
    const data = parseInspectionDraft(stored.data)
    if (!data) return []
    const { id, version } = data.checklist
    return [
      supervisor.checklist(id, version).then(
        (checklist) => (checklist ? { stored, data, checklist } : { stored, data }),
        () => ({ stored, data }),
      ),
    ]
  }

  /** What is on the phone. */
  async function read(): Promise<void> {
    const [known, became, own, filed, stored] = await Promise.all([
      supervisor.visits(),
      supervisor.outcomes(),
      supervisor.drafts.list('inspection'),
      filing.list(),
      profile.value ? library.open(profile.value.region) : undefined,
    ])
    unseen.value = await supervisor.unseen()
    visits.value = known
    outcomes.value = became
    drafts.value = await Promise.all(own.flatMap(openDraft))
    records.value = filed.filter((record) => record.type === 'inspection.submit')
    replies.value = filed.flatMap(filedReply)
    catalogue.value = stored
    ready.value = true
  }

  /** The replies alone, as they go their way. */
  async function readReplies(): Promise<void> {
    replies.value = (await filing.list()).flatMap(filedReply)
  }

  /** What the office says; without a network the desk works on as it is. */
  async function refresh(): Promise<void> {
    try {
      visits.value = await supervisor.refreshVisits()
      const told = supervisor.serverTime()
      skewMs.value = told && Date.parse(told.at) + told.elapsedMs - services.now()
      outcomes.value = await supervisor.refreshOutcomes()
      unseen.value = await supervisor.unseen()
      problem.value = undefined
    } catch (error) {
      problem.value = error
    }
  }

  async function opened(): Promise<void> {
    state.value = 'open'
    ready.value = false
    try {
      await read()
    } catch (error) {
      problem.value = error
      ready.value = true
    }
  }

  async function load(): Promise<void> {
    try {
      profile.value = await supervisor.profile()
      if (!profile.value) state.value = 'none'
      else if (!supervisor.unlocked()) state.value = 'locked'
      else if (state.value !== 'open') await opened()
    } catch (error) {
      problem.value = error
      state.value = 'failed'
    }
  }

  async function enrol(code: string, pin: string): Promise<void> {
    profile.value = await supervisor.enrol(code, pin)
    await opened()
  }

  async function unlock(pin: string): Promise<boolean> {
    if (!(await supervisor.unlock(pin))) return false
    await opened()
    return true
  }

  /** Screens hide at once; nothing of the desk stays in memory. */
  function forget(): void {
    if (state.value === 'open') state.value = 'locked'
    drafts.value = []
    records.value = []
    replies.value = []
    unseen.value = []
    ready.value = false
  }
  supervisor.onLock(forget)
  function lock(): void {
    supervisor.lock()
    forget()
  }

  async function draw(): Promise<string | undefined> {
    const before = new Set(visits.value.map((visit) => visit.id))
    visits.value = await supervisor.drawVisit()
    return visits.value.find((visit) => !before.has(visit.id))?.venueName
  }

  /** Brings the region's catalogue to this phone, for the comparison in the hall. */
  async function fetchCatalogue(progress?: (loaded: number, total: number) => void): Promise<void> {
    if (!profile.value) return
    await library.update(profile.value.region, progress)
    // All of it: in the hall there may be no network, and what the office discloses is held against the wall.
    await library.complete(profile.value.region)
    catalogue.value = await library.open(profile.value.region)
    // A phone that had no region yet has one now, for its public screens too.
    if (region.status === 'none') await region.start()
  }

  async function discard(id: string): Promise<void> {
    await supervisor.drafts.discard(id)
    drafts.value = drafts.value.filter((draft) => draft.stored.id !== id)
  }

  return {
    state,
    profile,
    visits,
    openVisits,
    outcomes,
    outcomeOf,
    drafts,
    records,
    replies,
    unseen,
    catalogue,
    ready,
    problem,
    revoked,
    skewMs,
    load,
    read,
    readReplies,
    refresh,
    enrol,
    unlock,
    lock,
    draw,
    fetchCatalogue,
    discard,
  }
})
