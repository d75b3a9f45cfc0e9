/** Work that nobody asks for. Every process runs it; rows are taken with SKIP LOCKED, so none does another's. */
import type { Context } from '../context.ts'
import { anonymous } from '../http/errors.ts'
import { deliverPushes } from '../modules/notify/deliver.ts'
import { remindOfDeadlines } from '../modules/rules/reminders.ts'
import { dropOrphanBlobs } from './orphan-blobs.ts'

interface Job {
  name: string
  /** says how much it did */
  work: (context: Context) => Promise<number>
  /** ms after the start, and from then on after each run */
  first: number
  every: number
}

const SECOND = 1_000
const JOBS: readonly Job[] = [
  { name: 'deliverPushes', work: deliverPushes, first: 5 * SECOND, every: 10 * SECOND },
  // Reminders change with the day; a missed midnight costs five minutes.
  { name: 'remindOfDeadlines', work: remindOfDeadlines, first: 2 * SECOND, every: 300 * SECOND },
  { name: 'dropOrphanBlobs', work: dropOrphanBlobs, first: 60 * SECOND, every: 3_600 * SECOND },
]

/** Runs every job in its rhythm, never beside itself; the function it gives back ends that and waits for what is under way. */
export function startJobs(context: Context): () => Promise<void> {
  let stopped = false
  const running = new Set<Promise<void>>()
  const timers = new Map<Job, NodeJS.Timeout>()

  const later = (job: Job, wait: number): void => {
    if (stopped) return
    timers.set(
      job,
      setTimeout(() => {
        const run: Promise<void> = once(context, job).finally(() => {
          running.delete(run)
          later(job, job.every)
        })
        running.add(run)
      }, wait),
    )
  }
  for (const job of JOBS) later(job, job.first)
  return async () => {
    stopped = true
    for (const timer of timers.values()) clearTimeout(timer)
    await Promise.all(running)
  }
}

async function once(context: Context, { name, work }: Job): Promise<void> {
  try {
    const done = await work(context)
    if (done > 0) context.log.info({ job: name, done }, 'job')
  } catch (error) {
    context.log.error({ job: name, ...anonymous(error) }, 'job failed')
  }
}
