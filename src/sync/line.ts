/** How the line to the server is doing, within a run and between runs. */
import { MAX_BATCH } from '#contract/protocol'
import type { Clock, LineState, OutboxStore, Random } from './ports.ts'
import { backoff, mustWait, type Failure } from './retry.ts'

/**
 * Slow start: after a failure the next run begins with a single entry and doubles with every success, so a dead or
 * poor line costs one small request, and an answer that kills the server costs its few neighbours one turn.
 */
export class Line {
  /** entries a batch may hold now */
  limit = MAX_BATCH
  /** No further request in this run. */
  stopped = false
  /** A request of this run came through, and none failed since. */
  works = false
  #state: LineState = { failures: 0, notBefore: 0 }
  #strikes = 0
  readonly #store: OutboxStore
  readonly #clock: Clock
  readonly #random: Random

  constructor(store: OutboxStore, clock: Clock, random: Random) {
    this.#store = store
    this.#clock = clock
    this.#random = random
  }

  get state(): LineState {
    return this.#state
  }

  /** Whether the first request of a run should go alone. */
  get shaky(): boolean {
    return this.#state.failures > 0
  }

  /** Reads what earlier runs left; stops at once when it is too early. */
  async begin(force: boolean): Promise<void> {
    this.#state = await this.#store.line()
    if (this.shaky) this.limit = 1
    this.stopped = !force && mustWait(this.#state.notBefore, this.#clock.now())
  }

  succeeded(): void {
    this.works = true
    this.#strikes = 0
    this.limit = Math.min(MAX_BATCH, this.limit * 2)
    this.#state = { ...this.#state, failures: 0, notBefore: 0, lastSuccess: this.#instant() }
  }

  /**
   * The request came to nothing. An `internal` may be the fault of what was sent, so the run goes on until a second
   * one follows; after anything else the line or the server is not there and the run ends.
   */
  failed(failure: Failure): void {
    this.works = false
    this.#strikes += 1
    this.limit = 1
    this.stopped ||= failure.code !== 'internal' || this.#strikes > 1
    const failures = this.#state.failures + 1
    this.#state = {
      ...this.#state,
      failures,
      notBefore: this.#clock.now() + backoff(failures, this.#random, failure.retryAfter),
      lastFailure: { code: failure.code, at: this.#instant() },
    }
  }

  /** Stores what this run learned. */
  end(): Promise<void> {
    return this.#store.setLine(this.#state)
  }

  #instant(): string {
    return new Date(this.#clock.now()).toISOString()
  }
}
