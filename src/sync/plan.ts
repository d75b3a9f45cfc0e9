/** What may go now, and what goes together. Pure. */
import { MAX_BATCH } from '#contract/protocol'
import type { LineState } from './ports.ts'
import { mustWait } from './retry.ts'
import type { OutboxEntry } from './types.ts'
import { toOperation } from './outbox-wire.ts'

/**
 * The first entry of each entity, by `sequence`. Order holds within one entity and nowhere else: so only these may be
 * sent, and one that needs attention holds back its own entity alone.
 */
export function heads(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const first = new Map<string, OutboxEntry>()
  for (const entry of entries) {
    const known = first.get(entry.entity)
    if (!known || entry.sequence < known.sequence) first.set(entry.entity, entry)
  }
  return [...first.values()]
}

/** Whether an entry waits while photos do. */
export const hasPhotos = (entry: OutboxEntry): boolean => entry.attachments.length > 0

/** Failures of the line, not of what was sent over it. */
const LINE_FAILURES: ReadonlySet<string> = new Set(['network', 'timeout', 'badAnswer', 'unavailable'])

/**
 * The heads that may go now, those that failed least first: an entry the server chokes on sinks to the end, and the
 * others pass it.
 * @param force whatever waits, no matter its backoff
 * @param lineWorks a request of this run came through: what waits for the line's sake need wait no longer
 */
export function due(
  entries: readonly OutboxEntry[],
  now: number,
  force: boolean,
  lineWorks = false,
): OutboxEntry[] {
  const waits = (entry: OutboxEntry) =>
    mustWait(entry.notBefore, now) && !(lineWorks && LINE_FAILURES.has(entry.lastFailure?.code ?? ''))
  return heads(entries)
    .filter((entry) => entry.state === 'queued' && (force || !waits(entry)))
    .sort((a, b) => a.attempts - b.attempts || a.sequence - b.sequence)
}

/**
 * When the next automatic attempt is due, in epoch ms; undefined when nothing is waiting but what is `held` back for a
 * reason that no time cures.
 */
export function nextAttempt(
  entries: readonly OutboxEntry[],
  line: LineState,
  now: number,
  held: (entry: OutboxEntry) => boolean = () => false,
): number | undefined {
  const from = (notBefore: number) => (mustWait(notBefore, now) ? notBefore : now)
  const times = heads(entries)
    .filter((entry) => entry.state === 'queued' && !held(entry))
    .map((entry) => Math.max(from(entry.notBefore), from(line.notBefore)))
  return times.length > 0 ? Math.min(...times) : undefined
}

/** From this many failed attempts on, an entry is suspected and travels alone. */
export const SUSPECT_AFTER = 2

/** Bytes of a request around its operations, at most. */
export const ENVELOPE_BYTES = 64

/** Bytes of a text in UTF-8; a surrogate is half of four. */
function utf8Bytes(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3
  }
  return bytes
}

/** An operation's bytes on the wire before compression, with the comma behind it. */
const wireBytes = (entry: OutboxEntry) => utf8Bytes(JSON.stringify(toOperation(entry))) + 1

/** Bytes of a batch before compression, which makes them a third or less: a poor line carries it before it times out. */
const BATCH_BYTES = 1024 * 1024

/**
 * Takes the next batch off the front of `ready`: at most `limit` entries, never more than the protocol's number, and no
 * more than `maxBytes`; one entry above that, or suspected, goes by itself.
 */
export function takeBatch(ready: OutboxEntry[], limit: number, maxBytes = BATCH_BYTES): OutboxEntry[] {
  const batch: OutboxEntry[] = []
  let bytes = ENVELOPE_BYTES
  while (ready[0] && batch.length < Math.max(1, Math.min(limit, MAX_BATCH))) {
    const entry = ready[0]
    const suspect = entry.attempts >= SUSPECT_AFTER
    bytes += wireBytes(entry)
    if (batch.length > 0 && (suspect || bytes > maxBytes)) break
    ready.shift()
    batch.push(entry)
    if (suspect) break
  }
  return batch
}
