/** Progress of an outbox nobody has looked into yet. Apart from the drainer, which the first screen does not load. */
import type { DrainProgress } from './types.ts'

export const IDLE: DrainProgress = {
  running: false,
  waiting: 0,
  needsAttention: 0,
  done: 0,
  total: 0,
  bytesDone: 0,
  bytesTotal: 0,
}
