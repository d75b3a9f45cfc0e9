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
