/** Brings photos to the server before the entries that need them. */
import type { DrainPorts } from './deliver.ts'
import type { Line } from './line.ts'
import type { Tracker } from './progress.ts'
import { judgeRequest, type Failure, unreadableForGood } from './retry.ts'
import type { Slots } from './slots.ts'
import type { Attachment, OutboxEntry, Refusal } from './types.ts'
import { askMissing, putBlob } from './outbox-wire.ts'

/** Hashes one question may hold. */
const ASK_AT_ONCE = 1000

interface Hooks {
  /** the server holds all of its photos */
  complete(entry: OutboxEntry): void
  failed(entries: OutboxEntry[], failure: Failure): Promise<void>
  refused(entries: OutboxEntry[], refusal: Omit<Refusal, 'at'>): Promise<void>
}

export interface Uploads {
  /** whether entries may still become complete */
  readonly open: boolean
  /** Asks what the server lacks, sends that, and completes each entry as soon as its own photos are there. */
  all(entries: OutboxEntry[]): Promise<void>
  /** Sends all photos of these entries once more, on the server's word that it lacks them. */
  again(entries: OutboxEntry[]): Promise<void>
}

export function createUploads(
  { store, digest, transport }: DrainPorts,
  line: Line,
  tracker: Tracker,
  slots: Slots,
  hooks: Hooks,
): Uploads {
  let open = true
  /** what the server said it holds, in this round */
  const held = new Set<string>()
  /** entries out of this round's hands: complete, failed or refused */
  const settled = new Set<string>()

  const ask = async (part: Attachment[], entries: OutboxEntry[]): Promise<Set<string> | undefined> => {
    const hashes = part.map(({ sha256 }) => sha256)
    const reply = await askMissing(transport, hashes)
    if (reply.ok) {
      line.succeeded()
      return new Set(reply.value)
    }
    line.failed(reply.failure)
    await hooks.failed(takeThose(entries, hashes), reply.failure)
    return undefined
  }

  const send = async (lacking: Attachment[], entries: OutboxEntry[]): Promise<void> => {
    await Promise.all(lacking.map((blob) => slots.run(() => sendOne(blob, entries))))
  }

  const sendOne = async ({ sha256, type }: Attachment, entries: OutboxEntry[]): Promise<void> => {
    const users = () => takeThose(entries, [sha256])
    const wanted = entries.some((entry) => !settled.has(entry.id) && needs(entry, sha256))
    if (line.stopped || !wanted) return
    // Read only now, so that a phone never holds more than the few that are on their way.
    const bytes = await store.blob(sha256)
    if (!bytes) {
      const message = 'a photo of this record is no longer on this phone'
      return hooks.refused(users(), { code: 'blobsMissing', message, details: { hashes: [sha256] } })
    }
    if ((await digest(bytes)) !== sha256) {
      const message = 'a photo of this record was damaged on this phone'
      return hooks.refused(users(), { code: 'wrongHash', message, details: { hashes: [sha256] } })
    }
    const reply = await putBlob(transport, sha256, type, bytes)
    if (reply.ok) {
      line.succeeded()
      held.add(sha256)
      tracker.did(1, bytes.byteLength)
      completeThose(entries)
      return
    }
    const { code, message } = reply.failure
    const verdict = judgeRequest(reply.failure)
    if (verdict === 'retry') {
      line.failed(reply.failure)
      return hooks.failed(users(), reply.failure)
    }
    line.succeeded()
    const stuck = users()
    const again = (entry: OutboxEntry) => verdict === 'unreadable' && !unreadableForGood(entry, reply.failure)
    const refusal = { code: code as Refusal['code'], message, details: { hashes: [sha256] } }
    await hooks.failed(stuck.filter(again), reply.failure)
    await hooks.refused(
      stuck.filter((entry) => !again(entry)),
      refusal,
    )
  }

  const completeThose = (entries: OutboxEntry[]): void => {
    for (const entry of entries) {
      if (settled.has(entry.id)) continue
      if (!entry.attachments.every(({ sha256 }) => held.has(sha256))) continue
      settled.add(entry.id)
      hooks.complete(entry)
    }
  }

  /** The entries that need one of these and have not been decided; they are now. */
  const takeThose = (entries: OutboxEntry[], hashes: string[]): OutboxEntry[] => {
    const taken = entries.filter(
      (entry) => !settled.has(entry.id) && hashes.some((hash) => needs(entry, hash)),
    )
    for (const { id } of taken) settled.add(id)
    return taken
  }

  return {
    get open() {
      return open
    },
    async all(entries) {
      try {
        const wanted = attachmentsOf(entries)
        for (let from = 0; from < wanted.length && !line.stopped; from += ASK_AT_ONCE) {
          const part = wanted.slice(from, from + ASK_AT_ONCE)
          const missing = await ask(part, entries)
          if (!missing) return
          for (const { sha256 } of part) if (!missing.has(sha256)) held.add(sha256)
        }
        completeThose(entries)
        const lacking = wanted.filter(({ sha256 }) => !held.has(sha256))
        tracker.plan(
          lacking.length,
          lacking.reduce((sum, { bytes }) => sum + bytes, 0),
        )
        await send(lacking, entries)
      } finally {
        open = false
      }
    },

    async again(entries) {
      const lacking = attachmentsOf(entries)
      for (const { sha256 } of lacking) held.delete(sha256)
      for (const { id } of entries) settled.delete(id)
      await send(lacking, entries)
    },
  }
}

const needs = (entry: OutboxEntry, hash: string) => entry.attachments.some(({ sha256 }) => sha256 === hash)

/** Each blob once, in the order in which the entries need them. */
function attachmentsOf(entries: OutboxEntry[]): Attachment[] {
  return [
    ...new Map(entries.flatMap((entry) => entry.attachments).map((blob) => [blob.sha256, blob])).values(),
  ]
}
