/** Filing within a transaction: what `Filing.file` and the sealing of an inspection have in common. */
import type { IDBPTransaction, StoreNames } from 'idb'
import { ServiceError, type Filing } from '#sync/services'
import type { OutboxEntry } from '#sync/types'
import type { MingchaDb, StoredFiled } from './schema.ts'

/** Where the last number given out lies in `meta`. */
export const SEQUENCE_KEY = 'sequence'

export type FilingTransaction = IDBPTransaction<MingchaDb, StoreNames<MingchaDb>[], 'readwrite'>
/** What a filing touches; the caller's transaction must cover it. */
export const FILING_STORES = ['outbox', 'filed', 'drafts', 'meta', 'blobs'] as const

/**
 * Operation, filed record and draft change together or not at all, and every attachment is on this phone. The sequence
 * counter is read and written in the same transaction, so two tabs never give out the same number. Filing the same id
 * again changes nothing.
 * @param now epoch ms
 */
export async function fileInto(
  tx: FilingTransaction,
  request: Parameters<Filing['file']>[0],
  now: number,
): Promise<void> {
  const { type, payload, entity, attachments, title, number, receiptCode, inspection, draft } = request
  const { id } = payload
  const filed = tx.objectStore('filed')
  const outbox = tx.objectStore('outbox')
  const meta = tx.objectStore('meta')
  const [known, queued, last] = await Promise.all([
    filed.getKey(id),
    outbox.getKey(id),
    meta.get(SEQUENCE_KEY),
  ])
  if (draft !== undefined) await tx.objectStore('drafts').delete(draft)
  if (known !== undefined || queued !== undefined) return
  if (attachments.length > 0) {
    const blobs = tx.objectStore('blobs')
    const keys = await Promise.all(attachments.map(({ sha256 }) => blobs.getKey(sha256)))
    const lost = attachments.filter((_, at) => keys[at] === undefined).map(({ sha256 }) => sha256)
    if (lost.length > 0)
      throw new ServiceError('storage', 'a photo is no longer on this phone', { hashes: lost })
  }
  const sequence = (typeof last === 'number' ? last : 0) + 1
  const savedAt = new Date(now).toISOString()
  const record: StoredFiled = {
    id,
    type,
    payload,
    title,
    savedAt,
    blobs: attachments.map(({ sha256 }) => sha256),
    ...(number === undefined ? {} : { number }),
    ...(receiptCode === undefined ? {} : { receiptCode }),
    ...(inspection === undefined ? {} : { inspection }),
  }
  const entry: OutboxEntry = {
    id,
    type,
    entity,
    sequence,
    savedAt,
    payload,
    attachments,
    state: 'queued',
    attempts: 0,
    notBefore: 0,
  }
  await Promise.all([filed.add(record), outbox.add(entry), meta.put(sequence, SEQUENCE_KEY)])
}
