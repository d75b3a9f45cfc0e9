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

export class Uploads {
  /** whether entries may still become complete */
  open = true
  /** what the server said it holds, in this round */
  readonly #held = new Set<string>()
  /** entries out of this round's hands: complete, failed or refused */
  readonly #settled = new Set<string>()
  readonly #ports: DrainPorts
  readonly #line: Line
  readonly #tracker: Tracker
  readonly #slots: Slots
  readonly #hooks: Hooks

  constructor(ports: DrainPorts, line: Line, tracker: Tracker, slots: Slots, hooks: Hooks) {
    this.#ports = ports
    this.#line = line
    this.#tracker = tracker
    this.#slots = slots
    this.#hooks = hooks
  }

  /** Asks what the server lacks, sends that, and completes each entry as soon as its own photos are there. */
  async all(entries: OutboxEntry[]): Promise<void> {
    try {
      const wanted = attachmentsOf(entries)
      for (let from = 0; from < wanted.length && !this.#line.stopped; from += ASK_AT_ONCE) {
        const part = wanted.slice(from, from + ASK_AT_ONCE)
        const missing = await this.#ask(part, entries)
        if (!missing) return
        for (const { sha256 } of part) if (!missing.has(sha256)) this.#held.add(sha256)
      }
      this.#completeThose(entries)
      const lacking = wanted.filter(({ sha256 }) => !this.#held.has(sha256))
      this.#tracker.plan(
        lacking.length,
        lacking.reduce((sum, { bytes }) => sum + bytes, 0),
      )
      await this.#send(lacking, entries)
    } finally {
      this.open = false
    }
  }

  /** Sends all photos of these entries once more, on the server's word that it lacks them. */
  async again(entries: OutboxEntry[]): Promise<void> {
    const lacking = attachmentsOf(entries)
    for (const { sha256 } of lacking) this.#held.delete(sha256)
    for (const { id } of entries) this.#settled.delete(id)
    await this.#send(lacking, entries)
  }

  async #ask(part: Attachment[], entries: OutboxEntry[]): Promise<Set<string> | undefined> {
    const hashes = part.map(({ sha256 }) => sha256)
    const reply = await askMissing(this.#ports.transport, hashes)
    if (reply.ok) {
      this.#line.succeeded()
      return new Set(reply.value)
    }
    this.#line.failed(reply.failure)
    await this.#hooks.failed(this.#takeThose(entries, hashes), reply.failure)
    return undefined
  }

  async #send(lacking: Attachment[], entries: OutboxEntry[]): Promise<void> {
    await Promise.all(lacking.map((blob) => this.#slots.run(() => this.#sendOne(blob, entries))))
  }

  async #sendOne({ sha256, type }: Attachment, entries: OutboxEntry[]): Promise<void> {
    const { store, digest, transport } = this.#ports
    const users = () => this.#takeThose(entries, [sha256])
    const wanted = entries.some((entry) => !this.#settled.has(entry.id) && needs(entry, sha256))
    if (this.#line.stopped || !wanted) return
    // Read only now, so that a phone never holds more than the few that are on their way.
    const bytes = await store.blob(sha256)
    if (!bytes) {
      const message = 'a photo of this record is no longer on this phone'
      return this.#hooks.refused(users(), { code: 'blobsMissing', message, details: { hashes: [sha256] } })
    }
    if ((await digest(bytes)) !== sha256) {
      const message = 'a photo of this record was damaged on this phone'
      return this.#hooks.refused(users(), { code: 'wrongHash', message, details: { hashes: [sha256] } })
    }
    const reply = await putBlob(transport, sha256, type, bytes)
    if (reply.ok) {
      this.#line.succeeded()
      this.#held.add(sha256)
      this.#tracker.did(1, bytes.byteLength)
      this.#completeThose(entries)
      return
    }
    const { code, message } = reply.failure
    const verdict = judgeRequest(reply.failure)
    if (verdict === 'retry') {
      this.#line.failed(reply.failure)
      return this.#hooks.failed(users(), reply.failure)
    }
    this.#line.succeeded()
    const stuck = users()
    const again = (entry: OutboxEntry) => verdict === 'unreadable' && !unreadableForGood(entry, reply.failure)
    const refusal = { code: code as Refusal['code'], message, details: { hashes: [sha256] } }
    await this.#hooks.failed(stuck.filter(again), reply.failure)
    await this.#hooks.refused(
      stuck.filter((entry) => !again(entry)),
      refusal,
    )
  }

  #completeThose(entries: OutboxEntry[]): void {
    for (const entry of entries) {
      if (this.#settled.has(entry.id)) continue
      if (!entry.attachments.every(({ sha256 }) => this.#held.has(sha256))) continue
      this.#settled.add(entry.id)
      this.#hooks.complete(entry)
    }
  }

  /** The entries that need one of these and have not been decided; they are now. */
  #takeThose(entries: OutboxEntry[], hashes: string[]): OutboxEntry[] {
    const taken = entries.filter(
      (entry) => !this.#settled.has(entry.id) && hashes.some((hash) => needs(entry, hash)),
    )
    for (const { id } of taken) this.#settled.add(id)
    return taken
  }
}

const needs = (entry: OutboxEntry, hash: string) => entry.attachments.some(({ sha256 }) => sha256 === hash)

/** Each blob once, in the order in which the entries need them. */
function attachmentsOf(entries: OutboxEntry[]): Attachment[] {
  return [
    ...new Map(entries.flatMap((entry) => entry.attachments).map((blob) => [blob.sha256, blob])).values(),
  ]
}
