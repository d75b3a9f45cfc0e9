/** Lets at most some tasks run at once; the others wait in order. */
export interface Slots {
  run<T>(task: () => Promise<T>): Promise<T>
}

/** @param size how many may run now; asked anew whenever one could start */
export function createSlots(size: () => number): Slots {
  let running = 0
  const queue: (() => void)[] = []
  const startNext = () => {
    while (queue.length > 0 && running < Math.max(1, size())) {
      running += 1
      queue.shift()?.()
    }
  }
  return {
    async run(task) {
      await new Promise<void>((resolve) => {
        queue.push(resolve)
        startNext()
      })
      try {
        return await task()
      } finally {
        running -= 1
        startNext()
      }
    },
  }
}
