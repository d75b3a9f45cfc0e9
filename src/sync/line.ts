/** How the line to the server is doing, within a run and between runs. */
import { MAX_BATCH } from '#contract/protocol'
import type { Clock, LineState, OutboxStore, Random } from './ports.ts'
import { backoff, mustWait, type Failure } from './retry.ts'

export interface Line {
  /** entries a batch may hold now */
  readonly limit: number
  /** No further request in this run. */
  readonly stopped: boolean
  /** A request of this run came through, and none failed since. */
  readonly works: boolean
  readonly state: LineState
  /** Whether the first request of a run should go alone. */
  readonly shaky: boolean
  /** Reads what earlier runs left; stops at once when it is too early. */
  begin(force: boolean): Promise<void>
  succeeded(): void
  /**
   * The request came to nothing. An `internal` may be the fault of what was sent, so the run goes on until a second
   * one follows; after anything else the line or the server is not there and the run ends.
   */
  failed(failure: Failure): void
  /** Stores what this run learned. */
  end(): Promise<void>
}

/**
 * Slow start: after a failure the next run begins with a single entry and doubles with every success, so a dead or
 * poor line costs one small request, and an answer that kills the server costs its few neighbours one turn.
 */
export function createLine(store: OutboxStore, clock: Clock, random: Random): Line {
  let limit = MAX_BATCH
  let stopped = false
  let works = false
  let state: LineState = { failures: 0, notBefore: 0 }
  let strikes = 0
  const instant = () => new Date(clock.now()).toISOString()
  const shaky = () => state.failures > 0

  return {
    get limit() {
      return limit
    },
    get stopped() {
      return stopped
    },
    get works() {
      return works
    },
    get state() {
      return state
    },
    get shaky() {
      return shaky()
    },
    async begin(force) {
      state = await store.line()
      if (shaky()) limit = 1
      stopped = !force && mustWait(state.notBefore, clock.now())
    },
    succeeded() {
      works = true
      strikes = 0
      limit = Math.min(MAX_BATCH, limit * 2)
      state = { ...state, failures: 0, notBefore: 0, lastSuccess: instant() }
    },
    failed(failure) {
      works = false
      strikes += 1
      limit = 1
      stopped ||= failure.code !== 'internal' || strikes > 1
      const failures = state.failures + 1
      state = {
        ...state,
        failures,
        notBefore: clock.now() + backoff(failures, random, failure.retryAfter),
        lastFailure: { code: failure.code, at: instant() },
      }
    },
    end: () => store.setLine(state),
  }
}
