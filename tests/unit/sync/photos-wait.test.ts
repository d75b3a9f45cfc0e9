/** Photos that wait for Wi-Fi: what goes all the same, what is said of the rest, and what ends the wait. */
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { createDrainer } from '#sync/drain'
import { entry, T0 } from './entries.ts'
import { broken, FakeServer } from './fake-server.ts'
import { memoryStore } from './memory-store.ts'

let store = memoryStore()
let server = new FakeServer()
let metered = true
const drainer = () =>
  createDrainer({
    store,
    transport: server,
    clock: { now: () => T0 },
    random: () => 0.5,
    digest: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
    lock: { run: (task) => Promise.resolve().then(task) },
    photosWait: () => Promise.resolve(metered),
  })

beforeEach(() => {
  store = memoryStore()
  server = new FakeServer()
  metered = true
  const bytes = new Uint8Array(50).fill(7)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  store.putBlob(sha256, bytes)
  const attachments = [{ sha256, bytes: 50, type: 'image/jpeg' }]
  store.put(entry(0), entry(1, { attachments }), entry(2), entry(3, { entity: entry(1).id }))
})
const left = async () => (await store.entries()).map(({ id }) => id)

describe('while photos wait', () => {
  it('sends the records without photos, not a byte of the photos, and keeps the order within a case', async () => {
    const end = await drainer().drain()
    expect(await left()).toEqual([entry(1).id, entry(3).id])
    expect(server.puts()).toEqual([])
    expect(server.requests.some(({ path }) => path.endsWith('/missing'))).toBe(false)
    expect(end).toMatchObject({ waiting: 2, photosWait: 1 })
    // No time ends this wait: nothing is to be tried by itself.
    expect(end.nextAttempt).toBeUndefined()
    expect(await drainer().look()).toMatchObject({ waiting: 2, photosWait: 1 })
  })

  it('does not take the end of a failed line for leave to send them', async () => {
    server.intercept = () => broken()
    await drainer().drain()
    server.intercept = () => undefined
    expect(await drainer().drain(true)).toMatchObject({ waiting: 2, photosWait: 1 })
    expect(server.puts()).toEqual([])
  })

  it('sends them when told to, and when the line is another', async () => {
    const end = await drainer().drain(true, true)
    expect(await left()).toEqual([])
    expect(server.puts()).toHaveLength(1)
    expect(end.photosWait).toBeUndefined()

    const again = drainer()
    store.put(entry(9, { attachments: [{ sha256: server.puts()[0]!, bytes: 50, type: 'image/jpeg' }] }))
    expect((await again.drain()).photosWait).toBe(1)
    metered = false
    expect(await again.drain()).toMatchObject({ waiting: 0 })
  })
})

it('tells the server’s time whenever an answer carries it', async () => {
  metered = false
  const heard: string[] = []
  await createDrainer({
    store,
    transport: server,
    clock: { now: () => T0 },
    random: () => 0.5,
    digest: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
    lock: { run: (task) => Promise.resolve().then(task) },
    onServerTime: (at) => heard.push(at),
  }).drain()
  expect(new Set(heard)).toEqual(new Set(['2026-11-23T08:00:00.000Z']))
})
