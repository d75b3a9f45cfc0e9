/**
 * One round: the heads that are due, their photos first.
 *
 * Invariants:
 * 1. An entry is sent only after the server is known to hold each of its attachments.
 * 2. It leaves the outbox only on a result that names it and each of its attachments, and that has been stored.
 * 3. Whatever else happens it stays: `queued` with a later `notBefore`, or `needsAttention` with the reason.
 * 4. No entry's failure decides another's: what is refused as a whole is halved until the refusal has one name.
 */
import type { OperationResult } from '#contract/sync'
import type { Line } from './line.ts'
import { takeBatch } from './plan.ts'
import type { Clock, Digest, OutboxStore, Random, Settlement, Transport } from './ports.ts'
import type { Tracker } from './progress.ts'
import {
  backoff,
  judgeOperation,
  judgeRequest,
  timesInRow,
  type Failure,
  unreadableForGood,
} from './retry.ts'
import { createSlots } from './slots.ts'
import type { OutboxEntry, Refusal } from './types.ts'
import { createUploads } from './uploads.ts'
import { sendBatch } from './outbox-wire.ts'

export interface DrainPorts {
  store: OutboxStore
  transport: Transport
  clock: Clock
  random: Random
  digest: Digest
  /** the server's time, as each answer to a batch tells it */
  onServerTime?: (at: string) => void
}

/** Batches on their way at once. */
const BATCHES_IN_FLIGHT = 4
/** Photos on their way at once: a browser keeps six connections to a host, and one is left for the records. */
const PHOTOS_IN_FLIGHT = 5
/** Ready entries for which a further request goes out beside the one that is on its way. */
const WORTH_A_LANE = 50
/** How often one run sends an entry's photos again because the server says it lacks them. */
const REUPLOADS = 2

export async function deliver(
  ports: DrainPorts,
  line: Line,
  tracker: Tracker,
  entries: OutboxEntry[],
): Promise<void> {
  const { store, transport, clock, random } = ports
  const ready = entries.filter((entry) => entry.attachments.length === 0)
  const reuploads = new Map<string, number>()
  const doorbell = createDoorbell()
  // Like batches, photos start slowly after a failure.
  const slots = createSlots(() => Math.min(PHOTOS_IN_FLIGHT, line.limit))
  const instant = () => new Date(clock.now()).toISOString()

  const failed = (entry: OutboxEntry, failure: Failure): Settlement => {
    const attempts = entry.attempts + 1
    const notBefore = clock.now() + backoff(attempts, random, failure.retryAfter)
    const lastFailure = { code: failure.code, at: instant(), times: timesInRow(entry, failure.code) }
    return { id: entry.id, outcome: 'failed', attempts, notBefore, lastFailure }
  }
  const refused = (entry: OutboxEntry, refusal: Omit<Refusal, 'at'>): Settlement => ({
    id: entry.id,
    outcome: 'refused',
    refusal: { ...refusal, at: instant() },
  })
  const settle = async (settlements: Settlement[]) => {
    if (settlements.length === 0) return
    await store.settle(settlements)
    const count = (outcome: Settlement['outcome']) => settlements.filter((s) => s.outcome === outcome).length
    tracker.delivered(count('delivered'))
    tracker.refused(count('refused'))
    tracker.did(count('delivered') + count('refused'))
  }

  const uploads = createUploads(ports, line, tracker, slots, {
    complete: (entry) => {
      ready.push(entry)
      doorbell.ring()
    },
    failed: (stuck, failure) => settle(stuck.map((entry) => failed(entry, failure))),
    refused: (stuck, refusal) => settle(stuck.map((entry) => refused(entry, refusal))),
  })

  /** The outcome of one entry, or undefined when its photos must go again first. */
  const judge = (entry: OutboxEntry, result: OperationResult | undefined): Settlement | undefined => {
    const unnamed: Failure = { code: 'badAnswer', message: 'the answer does not name it' }
    if (!result) return failed(entry, unnamed)
    if ('receivedAt' in result) {
      const held = new Set(result.attachments)
      return entry.attachments.every(({ sha256 }) => held.has(sha256))
        ? { id: entry.id, outcome: 'delivered', receivedAt: result.receivedAt }
        : failed(entry, unnamed)
    }
    const { code, message, details } = result
    const verdict = judgeOperation(code)
    if (verdict === 'refused')
      return refused(entry, { code, message, ...(details === undefined ? {} : { details }) })
    const again = (reuploads.get(entry.id) ?? 0) + 1
    reuploads.set(entry.id, again)
    if (verdict === 'reupload' && entry.attachments.length > 0 && again <= REUPLOADS) return undefined
    return failed(entry, { code, message })
  }

  const send = async (batch: OutboxEntry[]): Promise<void> => {
    const reply = await sendBatch(transport, batch, ports.onServerTime)
    if (reply.ok) {
      line.succeeded()
      const outcomes = batch.map((entry) => ({ entry, settlement: judge(entry, reply.value.get(entry.id)) }))
      await settle(outcomes.flatMap(({ settlement }) => settlement ?? []))
      const lacking = outcomes.filter(({ settlement }) => !settlement).map(({ entry }) => entry)
      if (lacking.length > 0) await uploads.again(lacking)
      return
    }
    const { failure } = reply
    const verdict = judgeRequest(failure)
    if (verdict === 'retry') {
      line.failed(failure)
      await settle(batch.map((entry) => failed(entry, failure)))
      return
    }
    line.succeeded()
    const [first] = batch
    if (first && batch.length === 1) {
      const { code, message, details } = failure as Failure & { code: Refusal['code'] }
      const again = verdict === 'unreadable' && !unreadableForGood(first, failure)
      await settle([
        again
          ? failed(first, failure)
          : refused(first, { code, message, ...(details === undefined ? {} : { details }) }),
      ])
      return
    }
    const middle = Math.ceil(batch.length / 2)
    await send(batch.slice(0, middle))
    if (!line.stopped) await send(batch.slice(middle))
  }

  const sendAll = async (lane: number): Promise<void> => {
    while (!line.stopped) {
      // Asked for before looking, so that nothing that becomes ready in between is slept through.
      const change = doorbell.next()
      // While photos complete one record after the other, what completes during one request goes with the next.
      const worthIt = lane === 0 || !uploads.open || ready.length >= WORTH_A_LANE
      const batch = worthIt ? takeBatch(ready, line.limit) : []
      if (batch.length > 0) await send(batch)
      else if (uploads.open) await change
      else return
    }
  }

  tracker.plan(entries.length)
  // On a shaky line one small request goes ahead and finds out.
  if (line.shaky && ready.length > 0) await send(takeBatch(ready, 1))
  const upload = uploads
    .all(entries.filter((entry) => entry.attachments.length > 0))
    .finally(() => doorbell.ring())
  await allOf([upload, ...Array.from({ length: BATCHES_IN_FLIGHT }, (_, lane) => sendAll(lane))])
}

/** Waits for every one even when one fails, so that nothing of this run is still going when the lock is given back. */
async function allOf(tasks: Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(tasks)
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure) throw failure.reason
}

/** Wakes all who wait for the next ring. */
function createDoorbell() {
  let wake: () => void = () => undefined
  const wait = () => new Promise<void>((resolve) => (wake = resolve))
  let coming = wait()
  return {
    next: () => coming,
    ring() {
      const woken = wake
      coming = wait()
      woken()
    },
  }
}
