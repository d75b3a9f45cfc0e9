/** Work that is cheaper together: while one piece is under way, what comes gathers for the next. */

/**
 * `work` of lists, never two at once; each caller's promise ends as the piece does that took its list along, so that
 * nobody is told “done” before it is.
 */
export function gathered<T>(work: (all: T[]) => Promise<void>): (some: readonly T[]) => Promise<void> {
  let waiting: { all: T[]; done: Promise<void> } | undefined
  let underWay: Promise<unknown> = Promise.resolve()

  return (some) => {
    if (!waiting) {
      const mine = { all: [] as T[], done: Promise.resolve() }
      mine.done = underWay.then(() => {
        waiting = undefined
        return work(mine.all)
      })
      // One that fails is its callers' affair and does not hold up the next.
      underWay = mine.done.catch(() => undefined)
      waiting = mine
    }
    waiting.all.push(...some)
    return waiting.done
  }
}
