/** The supervisor's desk itself; `desk.ts` loads it when someone first sits down at it. */
import { ServiceError, type FiledRecord, type SupervisorDesk } from '#sync/services'
import { shippedChecklist } from './checklists.ts'
import { createConcealedDrafts, createConcealedPhotos, locked } from './concealed.ts'
import type { SupervisorDeps } from './desk.ts'
import { enrol } from './enrol.ts'
import { locate } from './location.ts'
import { afterWrongPin, byThisClock, waitLeft, type Attempts } from './pin.ts'
import { readRecord, writeRecord } from './records.ts'
import { fileReply } from './reply.ts'
import { seal } from './seal.ts'
import type { ServerClock } from './server-clock.ts'
import { createUnseen } from './unseen.ts'
import { openVault } from './vault.ts'
import { createVisiting } from './visits.ts'

/** Untouched for so long, it locks itself. */
export const IDLE_MS = 5 * 60_000

export type DeskWork = Omit<SupervisorDesk, 'serverTime' | 'onLock'>

export function createDeskWork(deps: SupervisorDeps, clock: ServerClock, onLocked: () => void): DeskWork {
  const { database, transport, now } = deps
  let key: CryptoKey | undefined
  let touchedAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const lock = () => {
    clearTimeout(timer)
    if (!key) return
    key = undefined
    onLocked()
  }
  const idle = () => {
    // A clock that was put back would keep the desk open for as long: the wait begins anew.
    touchedAt = Math.min(touchedAt, now())
    return now() - touchedAt >= IDLE_MS
  }
  // Timers sleep with the phone: the clock is asked again at every use.
  const watch = () => {
    clearTimeout(timer)
    if (!key) return
    if (idle()) lock()
    else timer = setTimeout(watch, touchedAt + IDLE_MS - now())
  }
  const touch = () => {
    if (key && idle()) lock()
    else touchedAt = now()
  }
  const open = (opened: CryptoKey) => {
    key = opened
    touchedAt = now()
    watch()
  }
  const vaultKey = (): CryptoKey => {
    touch()
    if (!key) throw locked()
    return key
  }

  const profile = () => readRecord(database, 'profile')
  const known = async () => {
    const found = await profile()
    if (!found) throw new ServiceError('unauthenticated', 'not enrolled on this phone')
    return found
  }
  const noteServerTime = (at: string) => {
    clock.note(at)
    void writeRecord(database, 'serverTime', { at }).catch(() => undefined)
  }
  /** A token is dated by the server's clock where it is known: a phone set to the wrong day can still speak. */
  const tokenTime = () => {
    const server = clock.read()
    return server ? Date.parse(server.at) + server.elapsedMs : now()
  }
  const attempts = async (): Promise<Attempts> => {
    const known = await readRecord(database, 'attempts')
    const mine = byThisClock(known, now())
    if (known && known.notBefore !== mine.notBefore) await writeRecord(database, 'attempts', mine)
    return mine
  }
  const waitMs = async () => waitLeft(await attempts(), now())

  const ports = { database, transport, now, tokenTime, noteServerTime, newId: deps.newId, profile: known }
  const concealed = {
    database,
    changes: deps.changes,
    now,
    shrink: deps.shrink,
    key: vaultKey,
  }
  const visiting = createVisiting(ports)
  let trying: Promise<unknown> = Promise.resolve()

  /** One try at a time: the count is on disk before the PIN is tried, so neither a reload nor a second tab gives more. */
  async function tryPin(pin: string): Promise<boolean> {
    const vault = await readRecord(database, 'vault')
    if (!vault) throw new ServiceError('unauthenticated', 'not enrolled on this phone')
    const before = await attempts()
    const wait = waitLeft(before, now())
    if (wait > 0) throw locked(wait)
    await writeRecord(database, 'attempts', afterWrongPin(before, now()))
    const opened = await openVault(pin, vault)
    if (!opened) return false
    await writeRecord(database, 'attempts', { wrong: 0, notBefore: 0 })
    open(opened)
    return true
  }

  /** Something was filed: the world is told, and it is read back as it lies. */
  async function filed(id: string): Promise<FiledRecord> {
    deps.changes.tell('outbox')
    deps.changes.tell('drafts')
    deps.saved()
    const record = await deps.filed(id)
    if (!record) throw new ServiceError('storage', 'the record could not be read back')
    return record
  }

  return {
    profile,
    async enrol(code, pin) {
      // First, while nothing is used up: an enrolled phone must open without a network, in the hall.
      await deps.storeFiles?.()
      const made = await enrol(
        { ...ports, ...(deps.pinIterations !== undefined && { pinIterations: deps.pinIterations }) },
        code,
        pin,
      )
      open(made.key)
      deps.changes.tell('drafts')
      return made.profile
    },
    unlock(pin) {
      const attempt = trying.then(() => tryPin(pin))
      trying = attempt.catch(() => undefined)
      return attempt
    },
    lock,
    unlocked() {
      if (key && idle()) lock()
      return key !== undefined
    },
    touch,
    waitMs,
    ...visiting,
    ...createUnseen(database, { ...visiting, outcomes: visiting.heard }),
    drafts: createConcealedDrafts(concealed),
    photos: createConcealedPhotos(concealed),
    async seal(draft, title, draftId): Promise<FiledRecord> {
      const opened = vaultKey()
      await seal(
        { database, now, serverTime: () => clock.read() },
        await known(),
        opened,
        draft,
        title,
        draftId,
      )
      return filed(draft.id)
    },
    async reply(reply, title) {
      vaultKey()
      await fileReply({ database, now }, await known(), reply, title)
      return filed(reply.id)
    },
    locate: () => locate(deps.geolocation),
    checklist: (id, version) => shippedChecklist(deps.fetch ?? ((address) => fetch(address)), id, version),
  }
}
