/** Outbox entries for tests. */
import { uuidv7 } from '#domain/receipts/id'
import type { OutboxEntry } from '#sync/types'

export const T0 = Date.parse('2026-11-23T08:00:00Z')

export function entry(n: number, more: Partial<OutboxEntry> = {}): OutboxEntry {
  const random = new Uint8Array(10)
  new DataView(random.buffer).setUint32(4, n)
  const id = uuidv7(T0 + n, random)
  return {
    id,
    type: 'rating.submit',
    entity: id,
    sequence: n,
    savedAt: new Date(T0 + n).toISOString(),
    payload: {
      id,
      region: '000000',
      subject: { item: `item-${n}` },
      level: 5,
      tags: [],
      ratedAt: new Date(T0 + n).toISOString(),
    },
    attachments: [],
    state: 'queued',
    attempts: 0,
    notBefore: 0,
    ...more,
  }
}
