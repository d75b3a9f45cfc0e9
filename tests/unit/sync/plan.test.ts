import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_BATCH } from '#contract/protocol'
import { toOperation } from '#sync/outbox-wire'
import { due, ENVELOPE_BYTES, heads, nextAttempt, SUSPECT_AFTER, takeBatch } from '#sync/plan'
import { LONGEST_WAIT_MS } from '#sync/retry'
import type { OutboxEntry } from '#sync/types'
import { entry, T0 } from './entries.ts'

const outbox = fc
  .array(
    fc.record({
      entity: fc.integer({ min: 0, max: 5 }).map((n) => `entity-${n}`),
      state: fc.constantFrom<OutboxEntry['state']>('queued', 'queued', 'needsAttention'),
      attempts: fc.integer({ min: 0, max: 4 }),
      notBefore: fc.constantFrom(0, T0 - 1, T0 + 1, T0 + LONGEST_WAIT_MS, T0 + 1e12),
    }),
    { maxLength: 30 },
  )
  .map((all) => all.map((more, n) => entry(n, more)))

describe('plan', () => {
  it('sends at most one of an entity, and only its first', () => {
    fc.assert(
      fc.property(outbox, fc.boolean(), (entries, force) => {
        for (const one of due(entries, T0, force)) {
          const earlier = entries.filter((e) => e.entity === one.entity && e.sequence < one.sequence)
          expect(earlier).toEqual([])
          expect(one.state).toBe('queued')
        }
      }),
    )
  })

  it('lets one that needs attention hold back its own entity and no other', () => {
    fc.assert(
      fc.property(outbox, (entries) => {
        const sent = new Set(due(entries, T0, true).map(({ entity }) => entity))
        for (const head of heads(entries)) expect(sent.has(head.entity)).toBe(head.state === 'queued')
      }),
    )
  })

  it('forced, takes every queued head; unforced, those whose time has come', () => {
    fc.assert(
      fc.property(outbox, (entries) => {
        const all = due(entries, T0, true)
        const now = new Set(due(entries, T0, false).map(({ id }) => id))
        for (const { id, notBefore } of all)
          expect(now.has(id)).toBe(notBefore <= T0 || notBefore > T0 + LONGEST_WAIT_MS)
      }),
    )
  })

  it('always names a next attempt while something can go, and never one beyond the longest wait', () => {
    fc.assert(
      fc.property(outbox, fc.integer({ min: 0, max: T0 * 2 }), (entries, notBefore) => {
        const next = nextAttempt(entries, { failures: 1, notBefore }, T0)
        expect(next === undefined).toBe(due(entries, T0, true).length === 0)
        if (next !== undefined) {
          expect(next).toBeGreaterThanOrEqual(T0)
          expect(next).toBeLessThanOrEqual(T0 + LONGEST_WAIT_MS)
        }
      }),
    )
  })

  it('counts a batch in bytes as sent, whatever is written in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 2, maxLength: 6 }),
        (texts) => {
          const entries = texts.map((text, n) => entry(n, { payload: { text } as never }))
          const sent = (batch: OutboxEntry[]) =>
            Buffer.byteLength(batch.map((one) => JSON.stringify(toOperation(one))).join(',')) + 1
          const all = ENVELOPE_BYTES + sent(entries)
          expect(takeBatch(entries.slice(), 100, all)).toHaveLength(entries.length)
          expect(takeBatch(entries.slice(), 100, all - 1)).toHaveLength(entries.length - 1)
        },
      ),
    )
  })

  it('cuts batches that lose, double and overfill nothing', () => {
    fc.assert(
      fc.property(
        outbox,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 100, max: 5000 }),
        (entries, limit, max) => {
          const ready = entries.slice()
          const taken: OutboxEntry[] = []
          while (ready.length > 0) {
            const batch = takeBatch(ready, limit, max)
            expect(batch.length).toBeGreaterThan(0)
            expect(batch.length).toBeLessThanOrEqual(Math.min(limit, MAX_BATCH))
            if (batch.length > 1) {
              const bytes = batch.reduce((sum, e) => sum + Buffer.byteLength(JSON.stringify(e.payload)), 0)
              expect(bytes).toBeLessThanOrEqual(max)
              expect(batch.every(({ attempts }) => attempts < SUSPECT_AFTER)).toBe(true)
            }
            taken.push(...batch)
          }
          expect(taken).toEqual(entries)
        },
      ),
    )
  })
})
