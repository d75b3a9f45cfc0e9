/** What every outbox store must do; run on the one in memory and on IndexedDB. */
import { describe, expect, it } from 'vitest'
import type { OutboxStore } from '#sync/ports'
import type { OutboxEntry } from '#sync/types'
import { entry } from './entries.ts'

export interface Subject {
  store: OutboxStore
  put: (...entries: OutboxEntry[]) => unknown
  putBlob: (sha256: string, bytes: Uint8Array<ArrayBuffer>) => unknown
  close?: () => Promise<void>
}

export function outboxStoreContract(name: string, make: () => Subject): void {
  describe(`outbox store: ${name}`, () => {
    it('gives entries in the order in which they were saved, whatever their ids', async () => {
      const { store, put, close } = make()
      await put(entry(3, { sequence: 1 }), entry(1, { sequence: 3 }), entry(2, { sequence: 2 }))
      expect((await store.entries()).map(({ sequence }) => sequence)).toEqual([1, 2, 3])
      await close?.()
    })

    it('settles each entry as told and leaves the others alone', async () => {
      const { store, put, close } = make()
      const [a, b, c, d] = [entry(1), entry(2), entry(3), entry(4)]
      await put(a, b, c, d)
      const at = '2026-11-23T08:00:00.000Z'
      await store.settle([
        { id: a.id, outcome: 'delivered', receivedAt: at },
        { id: b.id, outcome: 'failed', attempts: 2, notBefore: 77, lastFailure: { code: 'timeout', at } },
        { id: c.id, outcome: 'refused', refusal: { code: 'invalid', message: 'no', details: [1], at } },
      ])
      const left = new Map((await store.entries()).map((one) => [one.id, one]))
      expect(left.has(a.id)).toBe(false)
      expect(left.get(b.id)).toEqual({
        ...b,
        attempts: 2,
        notBefore: 77,
        lastFailure: { code: 'timeout', at },
      })
      expect(left.get(c.id)).toMatchObject({
        state: 'needsAttention',
        refusal: { code: 'invalid', details: [1] },
      })
      expect(left.get(d.id)).toEqual(d)
      await close?.()
    })

    it('changes nothing for an entry that is no longer there', async () => {
      const { store, put, close } = make()
      const [a, b] = [entry(1), entry(2)]
      await put(a)
      const at = '2026-11-23T08:00:00.000Z'
      await store.settle([
        { id: b.id, outcome: 'failed', attempts: 1, notBefore: 0, lastFailure: { code: 'network', at } },
        { id: b.id, outcome: 'delivered', receivedAt: at },
      ])
      expect(await store.entries()).toEqual([a])
      await close?.()
    })

    it('gives back bytes as they were put, and nothing for what it does not have', async () => {
      const { store, putBlob, close } = make()
      await putBlob('ab'.repeat(32), new Uint8Array([1, 2, 3]))
      expect(await store.blob('ab'.repeat(32))).toEqual(new Uint8Array([1, 2, 3]))
      expect(await store.blob('cd'.repeat(32))).toBeUndefined()
      await close?.()
    })

    it('remembers how the line was doing', async () => {
      const { store, close } = make()
      expect(await store.line()).toEqual({ failures: 0, notBefore: 0 })
      const line = {
        failures: 3,
        notBefore: 9,
        lastFailure: { code: 'network', at: '2026-11-23T08:00:00.000Z' },
      }
      await store.setLine(line)
      expect(await store.line()).toEqual(line)
      await close?.()
    })
  })
}
