/** What a first start brings beside the schema. */
import type { Context } from './context.ts'
import type { tell } from './console.ts'

/** Gives back what the console should say. */
export function firstStart(_context: Context): Promise<Parameters<typeof tell>[0][]> {
  return Promise.resolve([])
}
