/** A phone: the real filing, sealing, outbox and drainer on a database of its own; it can die and start again. */
import 'fake-indexeddb/auto'
import { uuidv7 } from '#domain/receipts/id'
import { createChanges } from '#platform/changes'
import { createDatabase } from '#platform/db'
import { sha256Hex } from '#platform/digest'
import { createFiling } from '#platform/filing'
import { createTransport } from '#platform/http'
import { createOutboxStore } from '#platform/outbox-store'
import { createSupervisorDesk } from '#platform/supervisor/desk'
import { createServerClock } from '#platform/supervisor/server-clock'
import { createLock } from '#platform/web-lock'
import { createDrainer, type Drainer } from '#sync/drain'
import type { OutboxStore } from '#sync/ports'
import type { SupervisorDesk } from '#sync/services'
import type { DrainProgress } from '#sync/types'
import type { Chance } from './chance.ts'

const never = () => new Promise<never>(() => undefined)

/** From start to death of the processes on a phone. */
class Life {
  #left = Infinity
  #die: () => void = () => undefined
  dead = false
  readonly death = new Promise<void>((resolve) => (this.#die = resolve))

  /** Dies at the n-th step from now: a request about to leave or just answered, a store about to be asked or done. */
  doom(steps: number): void {
    this.#left = steps
  }

  end(): void {
    this.dead = true
    this.#die()
  }

  /** One more step; whether it was not survived. */
  #dies(): boolean {
    if (--this.#left <= 0) this.end()
    return this.dead
  }

  /** A call that, once the process is dead, neither begins nor comes back. */
  guard<A extends unknown[], R>(call: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      if (this.#dies()) return never()
      const ended = await Promise.allSettled([call(...args)])
      if (this.#dies()) return never()
      const [end] = ended
      if (end.status === 'rejected') throw end.reason
      return end.value
    }
  }
}

function mortal(store: OutboxStore, life: Life): OutboxStore {
  return {
    entries: life.guard(() => store.entries()),
    blob: life.guard((sha256: string) => store.blob(sha256)),
    settle: life.guard((settlements) => store.settle(settlements)),
    line: life.guard(() => store.line()),
    setLine: life.guard((line) => store.setLine(line)),
  }
}

export function createFlowPhone(
  name: string,
  url: string,
  doFetch: typeof fetch,
  chance: Chance,
  startsAt: number,
) {
  const database = createDatabase(name)
  const changes = createChanges(name)
  /** the phone's clock; it jumps to the next attempt rather than wait for it */
  let now = startsAt
  const clock = () => now
  const newId = () => uuidv7(now++, chance.bytes(10))
  const transport = createTransport(url, doFetch)
  const saved = () => undefined
  const gone = new Set<string>()
  const filing = createFiling({ database, transport, changes, now: clock, gone, saved })

  let life = new Life()
  let drainers: Drainer[] = []
  /** Browser and service worker: two drainers that share one lock. */
  const start = () => {
    life.end()
    life = new Life()
    const lock = createLock(`${name}-${chance.below(2 ** 30)}`)
    const store = mortal(createOutboxStore(database, changes), life)
    const line = createTransport(url, life.guard(doFetch))
    const make = () =>
      createDrainer({
        store,
        transport: line,
        clock: { now: clock },
        random: () => chance.next(),
        digest: sha256Hex,
        lock,
      })
    drainers = [make(), make()]
  }
  start()

  /** A tab with the supervisor's desk. */
  const desk = (): SupervisorDesk =>
    createSupervisorDesk({
      database,
      transport,
      changes,
      now: clock,
      serverClock: createServerClock(clock),
      newId,
      shrink: async (file) => ({ bytes: await file.arrayBuffer(), type: 'image/jpeg' }),
      filed: (id) => filing.get(id),
      saved,
      geolocation: undefined,
      pinIterations: 10,
    })

  return {
    name,
    filing,
    database,
    desk,
    newId,
    now: clock,
    /**
     * Both contexts try at once; resolves with what is left, or undefined when the processes died over it. What they
     * had sent by then may still arrive.
     * @param diesAfter steps until they die
     */
    async drain(force = false, diesAfter = Infinity): Promise<DrainProgress | undefined> {
      const mine = life
      mine.doom(diesAfter)
      const drained = Promise.all(drainers.map((drainer) => drainer.drain(force)))
      const all = await Promise.race([drained, mine.death])
      if (mine.dead) start()
      else mine.doom(Infinity)
      return mine.dead ? undefined : all?.[0]
    },
    jump(to: number) {
      now = Math.max(now, to)
    },
    /** as a person or the network sets it, in either direction */
    setClock(to: number) {
      now = to
    },
    async keepBlob(bytes: Uint8Array, sha256: string): Promise<void> {
      await database.write(['blobs'], 'strict', (tx) =>
        tx.objectStore('blobs').put({
          sha256,
          type: 'image/jpeg',
          bytes: Uint8Array.from(bytes).buffer,
          addedAt: now,
        }),
      )
    },
    async loseBlob(sha256: string): Promise<void> {
      await database.write(['blobs'], 'strict', (tx) => tx.objectStore('blobs').delete(sha256))
    },
    async close() {
      life.end()
      changes.close()
      await database.close()
      indexedDB.deleteDatabase(name)
    },
  }
}
export type FlowPhone = ReturnType<typeof createFlowPhone>
