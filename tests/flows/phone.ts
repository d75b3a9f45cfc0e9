/** A phone: the real filing, outbox and drainer on a database of its own; it can be killed and started again. */
import 'fake-indexeddb/auto'
import { createChanges } from '#platform/changes'
import { createDatabase } from '#platform/db'
import { sha256Hex } from '#platform/digest'
import { createFiling } from '#platform/filing'
import { createTransport } from '#platform/http'
import { createOutboxStore } from '#platform/outbox-store'
import { createLock } from '#platform/web-lock'
import { createDrainer, type Drainer } from '#sync/drain'
import type { OutboxStore } from '#sync/ports'
import type { Chance } from './chance.ts'

const never = () => new Promise<never>(() => undefined)

/** A store whose process may die: afterwards no call of it comes back, nor changes anything. */
function mortal(store: OutboxStore, dead: () => boolean): OutboxStore {
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (dead()) return never()
      const result = await call(...args)
      return dead() ? never() : result
    }
  return {
    entries: guard(() => store.entries()),
    blob: guard((sha256: string) => store.blob(sha256)),
    settle: guard((settlements) => store.settle(settlements)),
    line: guard(() => store.line()),
    setLine: guard((line) => store.setLine(line)),
  }
}

export function createFlowPhone(name: string, url: string, doFetch: typeof fetch, chance: Chance) {
  const database = createDatabase(name)
  const changes = createChanges(name)
  /** the phone's clock; it jumps to the next attempt rather than wait for it */
  let now = Date.now()
  const clock = { now: () => now }
  const transport = createTransport(url, doFetch)
  const filing = createFiling({
    database,
    transport,
    changes,
    now: clock.now,
    gone: new Set(),
    saved: () => undefined,
  })

  let life = 0
  let drainers: Drainer[] = []
  /** Browser and service worker: two drainers that share one lock. */
  const start = () => {
    life += 1
    const mine = life
    const lock = createLock(`${name}-${mine}`)
    const store = mortal(createOutboxStore(database, changes), () => life !== mine)
    const make = () =>
      createDrainer({ store, transport, clock, random: () => chance.next(), digest: sha256Hex, lock })
    drainers = [make(), make()]
  }
  start()

  return {
    filing,
    database,
    /** both contexts try at once */
    drain: (force = false) => Promise.all(drainers.map((drainer) => drainer.drain(force))),
    /** the processes die wherever they are; what they sent may still arrive */
    kill: start,
    jump(to: number) {
      now = Math.max(now, to)
    },
    now: clock.now,
    async blob(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
      const sha256 = await sha256Hex(bytes)
      await database.write(['blobs'], 'strict', (tx) =>
        tx.objectStore('blobs').put({
          sha256,
          type: 'image/jpeg',
          bytes: bytes.slice().buffer,
          addedAt: now,
        }),
      )
      return sha256
    },
    async close() {
      life += 1
      changes.close()
      await database.close()
    },
  }
}
export type FlowPhone = ReturnType<typeof createFlowPhone>
