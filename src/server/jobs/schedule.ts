/** Work that nobody asks for. Every process runs it; rows are taken with SKIP LOCKED, so none does another's. */
import type { Context } from '../context.ts'
import { anonymous } from '../http/errors.ts'
import { dropOrphanBlobs } from './orphan-blobs.ts'

const JOBS = { dropOrphanBlobs }
const EVERY = 3_600_000
const FIRST = 60_000

/** Runs every job each hour; the function it gives back ends that and waits for what is under way. */
export function startJobs(context: Context): () => Promise<void> {
  let running = Promise.resolve()
  const run = () => {
    running = running.then(async () => {
      for (const [job, work] of Object.entries(JOBS))
        try {
          const done = await work(context)
          if (done > 0) context.log.info({ job, done }, 'job')
        } catch (error) {
          context.log.error({ job, ...anonymous(error) }, 'job failed')
        }
    })
  }
  const first = setTimeout(run, FIRST)
  const again = setInterval(run, EVERY)
  return () => {
    clearTimeout(first)
    clearInterval(again)
    return running
  }
}
