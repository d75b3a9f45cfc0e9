/** The last server time this device knew. */

export interface ServerClock {
  note(at: string): void
  /**
   * That time and how much has passed since by the monotonic clock. A reload or a sleeping phone stops that clock, so
   * `elapsedMs` is the least that passed: it can be held against a back-dated seal, never for one.
   */
  read(): { at: string; elapsedMs: number } | undefined
}

/** @param monotonic ms that only grow, since some point in this process */
export function createServerClock(monotonic: () => number): ServerClock {
  let known: { at: string; seen: number } | undefined
  return {
    note(at) {
      if (known && Date.parse(at) < Date.parse(known.at)) return
      known = { at, seen: monotonic() }
    },
    read() {
      return known && { at: known.at, elapsedMs: Math.max(0, Math.round(monotonic() - known.seen)) }
    },
  }
}
