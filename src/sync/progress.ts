/** The truth about the outbox, kept up to date while the drainer runs. */
import { IDLE } from './idle.ts'
import { hasPhotos, nextAttempt } from './plan.ts'
import type { LineState } from './ports.ts'
import type { DrainProgress, OutboxEntry } from './types.ts'

/**
 * What stands in the outbox, said without running.
 * @param photosWait whether entries with photos are held back
 */
export function overview(
  entries: readonly OutboxEntry[],
  line: LineState,
  now: number,
  photosWait = false,
): DrainProgress {
  const queued = entries.filter((entry) => entry.state === 'queued')
  const waiting = queued.length
  const held = photosWait ? queued.filter(hasPhotos).length : 0
  const next = nextAttempt(entries, line, now, photosWait ? hasPhotos : undefined)
  return {
    ...IDLE,
    waiting,
    needsAttention: entries.length - waiting,
    ...(held > 0 ? { photosWait: held } : {}),
    ...(line.lastSuccess === undefined ? {} : { lastSuccess: line.lastSuccess }),
    ...(line.lastFailure === undefined ? {} : { lastFailure: line.lastFailure }),
    ...(next === undefined ? {} : { nextAttempt: new Date(next).toISOString() }),
  }
}

/** Counts one run: blobs and operations alike are steps of it. */
export class Tracker {
  #now: DrainProgress = IDLE
  readonly #tell: (progress: DrainProgress) => void

  readonly #photosWait: boolean

  constructor(tell: (progress: DrainProgress) => void, photosWait: boolean) {
    this.#tell = tell
    this.#photosWait = photosWait
  }

  /** A round begins: what is there now, on top of what the run has done. */
  see(entries: readonly OutboxEntry[], line: LineState, now: number): void {
    const { done, total, bytesDone, bytesTotal } = this.#now
    const there = overview(entries, line, now, this.#photosWait)
    delete there.nextAttempt
    this.#update({ ...there, done, total, bytesDone, bytesTotal, running: true })
  }

  plan(steps: number, bytes = 0): void {
    this.#update({ ...this.#now, total: this.#now.total + steps, bytesTotal: this.#now.bytesTotal + bytes })
  }

  did(steps: number, bytes = 0): void {
    this.#update({ ...this.#now, done: this.#now.done + steps, bytesDone: this.#now.bytesDone + bytes })
  }

  delivered(entries: number): void {
    this.#update({ ...this.#now, waiting: this.#now.waiting - entries })
  }

  refused(entries: number): void {
    const { waiting, needsAttention } = this.#now
    this.#update({ ...this.#now, waiting: waiting - entries, needsAttention: needsAttention + entries })
  }

  end(entries: readonly OutboxEntry[], line: LineState, now: number): DrainProgress {
    const { done, total, bytesDone, bytesTotal } = this.#now
    this.#update({ ...overview(entries, line, now, this.#photosWait), done, total, bytesDone, bytesTotal })
    return this.#now
  }

  #update(progress: DrainProgress): void {
    this.#now = progress
    this.#tell(progress)
  }
}
