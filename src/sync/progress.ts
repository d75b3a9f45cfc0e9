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
    // By the count of failures, not by which time is the later: the clock may have been set in between.
    ...(line.lastFailure === undefined || line.failures === 0 ? {} : { lastFailure: line.lastFailure }),
    ...(next === undefined ? {} : { nextAttempt: new Date(next).toISOString() }),
  }
}

/** Counts one run: blobs and operations alike are steps of it. */
export interface Tracker {
  /** A round begins: what is there now, on top of what the run has done. */
  see(entries: readonly OutboxEntry[], line: LineState, now: number): void
  plan(steps: number, bytes?: number): void
  did(steps: number, bytes?: number): void
  delivered(entries: number): void
  refused(entries: number): void
  end(entries: readonly OutboxEntry[], line: LineState, now: number): DrainProgress
}

export function createTracker(tell: (progress: DrainProgress) => void, photosWait: boolean): Tracker {
  let current: DrainProgress = IDLE
  const show = (progress: DrainProgress): DrainProgress => {
    current = progress
    tell(current)
    return current
  }
  /** What is there now, with the steps of this run. */
  const look = (entries: readonly OutboxEntry[], line: LineState, now: number): DrainProgress => {
    const { done, total, bytesDone, bytesTotal } = current
    return { ...overview(entries, line, now, photosWait), done, total, bytesDone, bytesTotal }
  }

  return {
    see(entries, line, now) {
      const there = look(entries, line, now)
      delete there.nextAttempt
      show({ ...there, running: true })
    },
    plan(steps, bytes = 0) {
      show({ ...current, total: current.total + steps, bytesTotal: current.bytesTotal + bytes })
    },
    did(steps, bytes = 0) {
      show({ ...current, done: current.done + steps, bytesDone: current.bytesDone + bytes })
    },
    delivered(entries) {
      show({ ...current, waiting: current.waiting - entries })
    },
    refused(entries) {
      const { waiting, needsAttention } = current
      show({ ...current, waiting: waiting - entries, needsAttention: needsAttention + entries })
    },
    end: (entries, line, now) => show(look(entries, line, now)),
  }
}
