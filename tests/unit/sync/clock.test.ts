/** A clock that jumps by years, either way, neither holds the outbox back for ever nor makes it spin. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createDrainer } from '#sync/drain'
import { LONGEST_WAIT_MS } from '#sync/retry'
import { entry, T0 } from './entries.ts'
import { broken, FakeServer } from './fake-server.ts'
import { memoryStore } from './memory-store.ts'

const YEAR = 365 * 86_400_000

let now = T0
let store = memoryStore()
let server = new FakeServer()
const drainer = () =>
  createDrainer({
    store,
    transport: server,
    clock: { now: () => now },
    random: () => 0.5,
    digest: () => Promise.reject(new Error('no photo here')),
    lock: { run: (task) => task() },
  })

beforeEach(() => {
  now = T0
  store = memoryStore()
  server = new FakeServer()
})

const failOnce = () => {
  let failed = false
  server.intercept = () => {
    if (failed) return undefined
    failed = true
    return broken()
  }
}

describe.each([
  ['put back by ten years', -10 * YEAR],
  ['put on by ten years', 10 * YEAR],
  ['put back to 1970', -T0],
])('a clock that is %s while a record waits', (_, jump) => {
  it('does not hold the record back', async () => {
    store.put(entry(1))
    failOnce()
    expect(await drainer().drain()).toMatchObject({ waiting: 1 })
    now = T0 + jump
    expect(await drainer().drain()).toMatchObject({ waiting: 0 })
    expect(store.delivered.size).toBe(1)
    expect(server.requests).toHaveLength(2)
  })

  it('backs off from the new time on, and never for longer than ever', async () => {
    store.put(entry(1))
    server.intercept = () => broken()
    await drainer().drain()
    now = T0 + jump
    const { nextAttempt } = await drainer().drain()
    expect(server.requests).toHaveLength(2)
    const wait = Date.parse(nextAttempt!) - now
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(LONGEST_WAIT_MS)
    // It is not yet time: nothing is sent, however often the drainer is woken.
    for (let n = 0; n < 20; n++) await drainer().drain()
    expect(server.requests).toHaveLength(2)
  })

  it('does not hide why nothing goes, nor tell of a failure that is over', async () => {
    store.put(entry(1))
    await drainer().drain()
    now = T0 + jump
    store.put(entry(2))
    server.intercept = () => broken()
    expect(await drainer().drain()).toMatchObject({ waiting: 1, lastFailure: { code: 'network' } })
    now = T0
    server.intercept = () => undefined
    store.put(entry(3))
    const end = await drainer().drain(true)
    expect(end.waiting).toBe(0)
    expect(end.lastFailure).toBeUndefined()
  })
})
