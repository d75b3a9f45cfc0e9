/** The truth about the outbox, kept up to date while the drainer runs. */
import { IDLE } from './idle.ts'
import { nextAttempt } from './plan.ts'
import type { LineState } from './ports.ts'
import type { DrainProgress, OutboxEntry } from './types.ts'

/** What stands in the outbox, said without running. */
export function overview(entries: readonly OutboxEntry[], line: LineState, now: number): DrainProgress {
  const waiting = entries.filter((entry) => entry.state === 'queued').length
  const next = nextAttempt(entries, line, now)
  return {
    ...IDLE,
    waiting,
    needsAttention: entries.length - waiting,
    ...(line.lastSuccess === undefined ? {} : { lastSuccess: line.lastSuccess }),
    ...(line.lastFailure === undefined ? {} : { lastFailure: line.lastFailure }),
    ...(next === undefined ? {} : { nextAttempt: new Date(next).toISOString() }),
  }
}

/** Counts one run: blobs and operations alike are steps of it. */
export class Tracker {
  #now: DrainProgress = IDLE
  readonly #tell: (progress: DrainProgress) => void

  constructor(tell: (progress: DrainProgress) => void) {
    this.#tell = tell
  }

  /** A round begins: what is there now, on top of what the run has done. */
  see(entries: readonly OutboxEntry[], line: LineState, now: number): void {
    const { done, total, bytesDone, bytesTotal } = this.#now
    const there = overview(entries, line, now)
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
    this.#update({ ...overview(entries, line, now), done, total, bytesDone, bytesTotal })
    return this.#now
  }

  #update(progress: DrainProgress): void {
    this.#now = progress
    this.#tell(progress)
  }
}
