/** Lets at most some tasks run at once; the others wait in order. */
export interface Slots {
  run<T>(task: () => Promise<T>): Promise<T>
}

export function createSlots(size: number): Slots {
  let free = size
  const queue: (() => void)[] = []
  return {
    async run(task) {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => queue.push(resolve))
      try {
        return await task()
      } finally {
        const next = queue.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
