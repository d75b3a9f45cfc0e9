import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createOutboxStore } from '#platform/outbox-store'
import { entry } from '../sync/entries.ts'
import { outboxStoreContract } from '../sync/store-contract.ts'
import { phone } from './phone.ts'

outboxStoreContract('IndexedDB', () => {
  const { database, changes, close } = phone()
  return {
    store: createOutboxStore(database, changes),
    async put(...entries) {
      await database.write(['outbox'], 'strict', async (tx) => {
        for (const one of entries) await tx.objectStore('outbox').put(one)
      })
    },
    async putBlob(sha256, bytes) {
      await database.write(['blobs'], 'strict', (tx) =>
        tx.objectStore('blobs').put({ sha256, type: 'image/jpeg', bytes: bytes.slice().buffer, addedAt: 0 }),
      )
    },
    close,
  }
})

it('sets aside an entry that cannot be read, as it was, and goes on with the others', async () => {
  const { database, changes, close } = phone()
  const store = createOutboxStore(database, changes)
  const bad = { ...entry(1), attachments: 'nonsense' }
  await database.write(['outbox'], 'strict', async (tx) => {
    await tx.objectStore('outbox').put(bad as never)
    await tx.objectStore('outbox').put(entry(2))
  })
  expect(await store.entries()).toEqual([entry(2)])
  const db = await database.open()
  expect(await db.getAll('setAside')).toMatchObject([{ store: 'outbox', key: bad.id, value: bad }])
  expect(await db.count('outbox')).toBe(1)
  await close()
})

it('keeps what a later version of the app wrote into an entry', async () => {
  const { database, changes, close } = phone()
  const store = createOutboxStore(database, changes)
  const later = { ...entry(1), colour: 'green' }
  await database.write(['outbox'], 'strict', (tx) => tx.objectStore('outbox').put(later))
  const at = '2026-11-23T08:00:00.000Z'
  await store.settle([
    { id: later.id, outcome: 'failed', attempts: 1, notBefore: 1, lastFailure: { code: 'network', at } },
  ])
  expect(await store.entries()).toMatchObject([{ colour: 'green', attempts: 1 }])
  await close()
})

it('marks the filed record in the same step as the entry leaves', async () => {
  const { database, changes, close } = phone()
  const store = createOutboxStore(database, changes)
  const { id, type, payload, savedAt } = entry(1)
  await database.write(['outbox', 'filed'], 'strict', async (tx) => {
    await tx.objectStore('outbox').put(entry(1))
    await tx.objectStore('filed').put({ id, type, payload, savedAt, title: 't', blobs: [] })
  })
  await store.settle([{ id, outcome: 'delivered', receivedAt: '2026-11-23T09:00:00.000Z' }])
  const db = await database.open()
  expect(await db.get('filed', id)).toMatchObject({ delivered: { receivedAt: '2026-11-23T09:00:00.000Z' } })
  expect(await db.count('outbox')).toBe(0)
  await close()
})

it('marks those that were delivered and no other, whatever stands between them', async () => {
  const places = fc.array(
    fc.record({ queued: fc.boolean(), filed: fc.boolean(), delivered: fc.boolean(), twice: fc.boolean() }),
    { minLength: 1, maxLength: 24 },
  )
  await fc.assert(
    fc.asyncProperty(places, async (all) => {
      const { database, changes, close } = phone()
      const store = createOutboxStore(database, changes)
      await database.write(['outbox', 'filed'], 'relaxed', async (tx) => {
        for (const [n, { queued, filed }] of all.entries()) {
          const one = entry(n)
          const { id, type, payload, savedAt } = one
          if (queued) await tx.objectStore('outbox').put(one)
          if (filed) await tx.objectStore('filed').put({ id, type, payload, savedAt, title: 't', blobs: [] })
        }
      })
      const told = [...all.entries()].flatMap(([n, { delivered, twice }]) => {
        const one = { id: entry(n).id, outcome: 'delivered' as const, receivedAt: `at ${n}` }
        return delivered ? (twice ? [one, one] : [one]) : []
      })
      // From both ends at once, as answers of two batches come in.
      await Promise.all([store.settle(told.slice(0, 5)), store.settle(told.slice(5).reverse())])

      const db = await database.open()
      expect(await db.getAllKeys('outbox')).toEqual(
        [...all.entries()].flatMap(([n, { queued, delivered }]) => (queued && !delivered ? entry(n).id : [])),
      )
      expect((await db.getAll('filed')).map(({ id, delivered }) => [id, delivered?.receivedAt])).toEqual(
        [...all.entries()].flatMap(([n, { queued, filed, delivered }]) =>
          filed ? [[entry(n).id, queued && delivered ? `at ${n}` : undefined]] : [],
        ),
      )
      await close()
    }),
    { numRuns: 60 },
  )
})
