import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { createDrainer } from '#sync/drain'
import type { Lock } from '#sync/ports'
import type { DrainProgress, OutboxEntry } from '#sync/types'
import { entry, T0 } from './entries.ts'
import { broken, FakeServer, json, PORTAL, refusal } from './fake-server.ts'
import { memoryStore } from './memory-store.ts'

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function chain(): Lock {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run<T>(task: () => Promise<T>) {
      const mine = last.then(task, task)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}

let now = T0
let store = memoryStore()
let server = new FakeServer()
let told: DrainProgress[] = []
let lock = chain()
const drainer = () =>
  createDrainer({
    store,
    transport: server,
    clock: { now: () => now },
    random: () => 0.5,
    digest: (bytes) => Promise.resolve(sha(bytes)),
    lock,
    onProgress: (progress) => told.push(progress),
  })

beforeEach(() => {
  now = T0
  store = memoryStore()
  server = new FakeServer()
  told = []
  lock = chain()
})

/** `n` entries, the last with a photo of its own */
function photo(n: number, size = 100): { sha256: string; bytes: number; type: string } {
  const bytes = new Uint8Array(size).fill(n)
  store.putBlob(sha(bytes), bytes)
  return { sha256: sha(bytes), bytes: size, type: 'image/jpeg' }
}
const many = (count: number, more: (n: number) => Partial<OutboxEntry> = () => ({})) =>
  Array.from({ length: count }, (_, n) => entry(n, more(n)))
const left = async () => (await store.entries()).map(({ id }) => id)
const only = async () => (await store.entries())[0]!

describe('drainer', () => {
  it('delivers everything in few batches, at most four in flight, and tells the truth on the way', async () => {
    store.put(...many(4400))
    const end = await drainer().drain()
    expect(await left()).toEqual([])
    expect(store.delivered.size).toBe(4400)
    expect(server.batches().map((batch) => batch.length)).toEqual([1000, 1000, 1000, 1000, 400])
    expect(server.mostInFlight.sync).toBe(4)
    expect(end).toMatchObject({ running: false, waiting: 0, done: 4400, total: 4400 })
    expect(end.lastSuccess).toBe(new Date(T0).toISOString())
    expect(told.some((p) => p.running && p.waiting > 0 && p.waiting < 4400)).toBe(true)
  })

  it('sends photos first, each once, at most five in flight, and none the server has', async () => {
    const photos = Array.from({ length: 12 }, (_, n) => photo(n))
    server.blobs.add(photos[0]!.sha256)
    store.put(...many(6, (n) => ({ attachments: [photos[2 * n]!, photos[2 * n + 1]!, photos[1]!] })))
    server.judge = (operation) => {
      expect(operation.attachments.every((hash) => server.blobs.has(hash))).toBe(true)
    }
    const end = await drainer().drain()
    expect(await left()).toEqual([])
    expect(server.puts().sort()).toEqual(
      photos
        .slice(1)
        .map(({ sha256 }) => sha256)
        .sort(),
    )
    expect(server.mostInFlight.blobs).toBe(5)
    expect(end).toMatchObject({ bytesDone: 1100, bytesTotal: 1100 })
  })

  it('sends few photos at once after a failure, and more with every one that arrives', async () => {
    store.put(...many(9, (n) => ({ attachments: [photo(n)] })))
    await store.setLine({ failures: 2, notBefore: 0 })
    let onTheirWay = 0
    const beside: number[] = []
    server.intercept = async (request) => {
      if (request.method !== 'PUT') return undefined
      beside.push(++onTheirWay)
      await new Promise((resolve) => setTimeout(resolve, 5))
      onTheirWay -= 1
      return undefined
    }
    await drainer().drain()
    expect(store.delivered.size).toBe(9)
    // The question of what is missing was the first success; without a failure the first five go together.
    expect(Math.max(...beside.slice(0, 3))).toBe(2)
    expect(Math.max(...beside)).toBe(5)
  })

  it('lets records whose photos come while a request is on its way travel together', async () => {
    store.put(...many(40, (n) => ({ attachments: [photo(n)] })))
    server.intercept = async (request) => {
      if (request.method === 'PUT') await new Promise((resolve) => setTimeout(resolve))
      // The first answer takes as long as all the photos do.
      if (request.path.endsWith('/sync'))
        while (server.puts().length < 40) await new Promise((resolve) => setTimeout(resolve))
      return undefined
    }
    await drainer().drain()
    expect(store.delivered.size).toBe(40)
    const sizes = server.batches().map((batch) => batch.length)
    expect(sizes[0]).toBe(1)
    expect(sizes.length).toBeLessThanOrEqual(4)
  })

  it('does not let one slow photo hold up a record without', async () => {
    store.put(entry(1, { attachments: [photo(1)] }), entry(2))
    const order: string[] = []
    server.intercept = async (request) => {
      if (request.method === 'PUT') await new Promise((resolve) => setTimeout(resolve, 30))
      return undefined
    }
    server.judge = ({ id }) => void order.push(id)
    await drainer().drain()
    expect(order).toEqual([entry(2).id, entry(1).id])
  })

  it('keeps order within an entity, and goes on to the next once the first is acknowledged', async () => {
    store.put(...many(30, (n) => ({ entity: `e${n % 3}` })))
    const seen: string[] = []
    server.judge = ({ entity, id }) => void seen.push(`${entity}:${id}`)
    await drainer().drain()
    for (const entity of ['e0', 'e1', 'e2']) {
      const mine = seen.filter((s) => s.startsWith(entity))
      expect(mine).toEqual(mine.slice().sort())
      expect(mine).toHaveLength(10)
    }
  })

  it.each([
    ['no network', broken('network'), 'network'],
    ['a timeout', broken('timeout'), 'timeout'],
    ['a captive portal', PORTAL, 'badAnswer'],
    ['a cut body', { ...json(200, {}), body: '{"serverTime":"2026-11-23T08:0' }, 'badAnswer'],
    ['another schema', json(200, { ok: true }), 'badAnswer'],
    [
      'a proxy error page',
      { status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' },
      'badAnswer',
    ],
    ['401', refusal(401, 'unauthenticated'), 'unauthenticated'],
    ['403 of a firewall', { status: 403, contentType: 'text/html', body: 'no' }, 'badAnswer'],
    ['404', refusal(404, 'notFound'), 'notFound'],
    ['408', { status: 408, contentType: '', body: '' }, 'badAnswer'],
    ['429', refusal(429, 'tooManyRequests'), 'tooManyRequests'],
    ['426', refusal(426, 'clientTooOld'), 'clientTooOld'],
    ['500', refusal(500, 'internal'), 'internal'],
    ['503', { status: 503, contentType: '', body: '' }, 'unavailable'],
    ['507', refusal(507, 'storageFull'), 'storageFull'],
  ])('keeps everything queued after %s, and says why', async (_, answer, code) => {
    store.put(...many(3, (n) => (n === 0 ? { attachments: [photo(1)] } : {})))
    server.intercept = () => answer
    const end = await drainer().drain()
    expect(await left()).toHaveLength(3)
    expect((await store.entries()).every(({ state }) => state === 'queued')).toBe(true)
    expect(end).toMatchObject({ waiting: 3, needsAttention: 0, lastFailure: { code } })
    expect(Date.parse(end.nextAttempt!)).toBeGreaterThan(T0)
    // and later everything arrives
    server.intercept = () => undefined
    now = T0 + 7_200_000
    await drainer().drain()
    expect(await left()).toEqual([])
    expect(server.applied.size).toBe(3)
  })

  it('does not knock again before its time, unless the user asks', async () => {
    store.put(entry(1))
    server.intercept = () => ({ ...refusal(429, 'tooManyRequests'), retryAfter: 60_000 })
    await drainer().drain()
    const asked = server.requests.length
    now = T0 + 59_000
    await drainer().drain()
    expect(server.requests).toHaveLength(asked)
    server.intercept = () => undefined
    await drainer().drain(true)
    expect(await left()).toEqual([])
  })

  it('knocks with one small request after a failure, then opens up', async () => {
    store.put(...many(200))
    server.intercept = () => broken()
    await drainer().drain()
    expect(await left()).toHaveLength(200)
    const before = server.batches().length
    await drainer().drain(true)
    expect(server.batches()[before]).toHaveLength(1)
    expect(server.batches()).toHaveLength(before + 1)
    server.intercept = () => undefined
    await drainer().drain(true)
    expect(await left()).toEqual([])
  })

  it('sends again what the server had applied when the answer was lost, and counts it once', async () => {
    store.put(...many(3))
    server.intercept = (_request, proceed) => {
      proceed()
      return broken()
    }
    await drainer().drain()
    expect(await left()).toHaveLength(3)
    server.intercept = () => undefined
    await drainer().drain(true)
    expect(await left()).toEqual([])
    expect(server.applied.size).toBe(3)
  })

  it('keeps an entry whose acknowledgement does not name it or one of its photos', async () => {
    const first = photo(1)
    const second = photo(2)
    store.put(entry(1, { attachments: [first, second] }), entry(2), entry(3))
    server.judge = ({ id }) => {
      if (id === entry(1).id)
        return { id, status: 'applied', attachments: [first.sha256], receivedAt: '2026-11-23T08:00:00Z' }
      if (id === entry(2).id)
        return { id: 'another', status: 'applied', attachments: [], receivedAt: '2026-11-23T08:00:00Z' }
      return undefined
    }
    await drainer().drain()
    expect(await left()).toEqual([entry(1).id, entry(2).id])
    expect((await only()).lastFailure?.code).toBe('badAnswer')
  })

  it('keeps an entry when the acknowledgement cannot be stored, and says so', async () => {
    store.put(entry(1))
    store.failSettle = true
    await expect(drainer().drain()).rejects.toThrow('disk')
    expect(await left()).toHaveLength(1)
    store.failSettle = false
    await drainer().drain(true)
    expect(await left()).toEqual([])
  })

  it('reads one odd result as the failure of that entry alone', async () => {
    store.put(...many(3))
    server.judge = ({ id }) => (id === entry(1).id ? { id, status: 'postponed', until: 'later' } : undefined)
    await drainer().drain()
    expect(await left()).toEqual([entry(1).id])
  })

  it('moves what is refused out of the way; it blocks its own entity and nothing else', async () => {
    store.put(entry(1, { entity: 'a' }), entry(2, { entity: 'a' }), entry(3, { entity: 'b' }))
    server.judge = ({ id }) =>
      id === entry(1).id
        ? { id, status: 'refused', code: 'invalid', message: 'no', details: { x: 1 } }
        : undefined
    const end = await drainer().drain()
    expect(await store.entries()).toMatchObject([
      {
        id: entry(1).id,
        state: 'needsAttention',
        refusal: { code: 'invalid', message: 'no', details: { x: 1 } },
      },
      { id: entry(2).id, state: 'queued', attempts: 0 },
    ])
    expect(end).toMatchObject({ waiting: 1, needsAttention: 1 })
    expect(end.nextAttempt).toBeUndefined()
  })

  it.each([
    ['400', refusal(400, 'invalid'), 'invalid'],
    ['413', refusal(413, 'bodyTooLarge'), 'bodyTooLarge'],
  ])(
    'halves a batch that is refused as a whole with %s until the refusal has one name',
    async (_, answer, code) => {
      store.put(...many(50))
      const poison = new Set([entry(13).id, entry(37).id])
      server.intercept = (_request, _proceed, operations) =>
        operations.some(({ id }) => poison.has(id)) ? answer : undefined
      const end = await drainer().drain()
      expect(new Set(await left())).toEqual(poison)
      expect(await only()).toMatchObject({ state: 'needsAttention', refusal: { code } })
      expect(end.lastFailure).toBeUndefined()
      expect(server.applied.size).toBe(48)
    },
  )

  it.each(['badRequest', 'brokenJson'])(
    'takes %s for damage on the way until it happens every time',
    async (code) => {
      store.put(...many(10, (n) => (n === 3 ? { attachments: [photo(1)] } : {})))
      server.intercept = () => refusal(400, code)
      await drainer().drain()
      expect(
        (await store.entries()).every(({ state, attempts }) => state === 'queued' && attempts <= 1),
      ).toBe(true)
      server.intercept = (_request, _proceed, operations) =>
        operations.some(({ id }) => id === entry(5).id) ? refusal(400, code) : undefined
      for (let run = 0; run < 4; run++) await drainer().drain(true)
      expect(await store.entries()).toMatchObject([
        { id: entry(5).id, state: 'needsAttention', refusal: { code } },
      ])
    },
  )

  it('gets past an entry that the server breaks down on', async () => {
    store.put(...many(60))
    const poison = entry(7).id
    server.intercept = (_request, _proceed, operations) =>
      operations.some(({ id }) => id === poison) ? refusal(500, 'internal') : undefined
    for (let run = 0; run < 12; run++) {
      now += 7_200_000
      await drainer().drain()
    }
    expect(await left()).toEqual([poison])
    expect(await only()).toMatchObject({ state: 'queued', lastFailure: { code: 'internal' } })
  })

  it('gets past an entry that cuts the line', async () => {
    store.put(...many(60))
    const poison = entry(7).id
    server.intercept = (_request, _proceed, operations) =>
      operations.some(({ id }) => id === poison) ? broken() : undefined
    for (let run = 0; run < 30; run++) {
      now += 7_200_000
      await drainer().drain()
    }
    expect(await left()).toEqual([poison])
  })

  it('says clearly when a photo is gone from this phone or damaged on it, and sends the others', async () => {
    const gone = { sha256: 'ab'.repeat(32), bytes: 3, type: 'image/jpeg' }
    const damaged = { sha256: 'cd'.repeat(32), bytes: 3, type: 'image/jpeg' }
    store.putBlob(damaged.sha256, new Uint8Array([1, 2, 3]))
    store.put(
      entry(1, { attachments: [gone] }),
      entry(2, { attachments: [damaged, photo(1)] }),
      entry(3, { attachments: [photo(2)] }),
    )
    await drainer().drain()
    expect(await store.entries()).toMatchObject([
      {
        id: entry(1).id,
        state: 'needsAttention',
        refusal: { code: 'blobsMissing', details: { hashes: [gone.sha256] } },
      },
      {
        id: entry(2).id,
        state: 'needsAttention',
        refusal: { code: 'wrongHash', details: { hashes: [damaged.sha256] } },
      },
    ])
    expect(server.applied.has(entry(3).id)).toBe(true)
  })

  it('does not need a photo on this phone that the server has', async () => {
    const known = { sha256: 'ab'.repeat(32), bytes: 3, type: 'image/jpeg' }
    server.blobs.add(known.sha256)
    store.put(entry(1, { attachments: [known] }))
    await drainer().drain()
    expect(await left()).toEqual([])
  })

  it('moves a record whose photo the server will not have out of the way', async () => {
    store.put(entry(1, { attachments: [photo(1)] }), entry(2, { attachments: [photo(2)] }))
    const bad = photo(1).sha256
    server.intercept = ({ method, path }) =>
      method === 'PUT' && path.endsWith(bad) ? refusal(415, 'notAnImage') : undefined
    await drainer().drain()
    expect(await store.entries()).toMatchObject([
      { id: entry(1).id, state: 'needsAttention', refusal: { code: 'notAnImage' } },
    ])
  })

  it('sends photos again when the server has lost them in between', async () => {
    store.put(entry(1, { attachments: [photo(1), photo(2)] }), entry(2, { attachments: [photo(2)] }))
    let lost = false
    server.judge = () => {
      if (!lost) server.blobs.clear()
      lost = true
      return undefined
    }
    await drainer().drain()
    expect(await left()).toEqual([])
    expect(server.applied.size).toBe(2)
  })

  it('gives up for this run on a server that keeps losing photos', async () => {
    store.put(entry(1, { attachments: [photo(1)] }), entry(2))
    server.judge = ({ id, attachments }) =>
      attachments.length > 0 ? { id, status: 'refused', code: 'blobsMissing', message: '' } : undefined
    await drainer().drain()
    expect(await store.entries()).toMatchObject([
      { id: entry(1).id, state: 'queued', lastFailure: { code: 'blobsMissing' } },
    ])
    expect(server.puts().length).toBeLessThanOrEqual(3)
  })

  it('takes along what is saved while it runs, and joins calls that come in the meantime', async () => {
    store.put(entry(1))
    server.intercept = () => {
      if (server.batches().length === 1) store.put(entry(2))
      return undefined
    }
    const one = drainer()
    const ends = await Promise.all([one.drain(), one.drain(), one.drain(true)])
    expect(await left()).toEqual([])
    expect(ends[0]).toBe(ends[1])
    expect(server.batches()).toHaveLength(2)
  })

  it('never drains twice at once, from however many tabs', async () => {
    store.put(...many(100))
    await Promise.all(Array.from({ length: 5 }, () => drainer().drain()))
    const sent = server.batches().flat()
    expect(sent).toHaveLength(100)
  })

  it('looks without sending', async () => {
    store.put(entry(1), entry(2, { state: 'needsAttention' }))
    expect(await drainer().look()).toMatchObject({ running: false, waiting: 1, needsAttention: 1 })
    expect(server.requests).toEqual([])
  })
})
