/** Plays the seeds it is given, one after the other. */
import { simulate } from './simulate.ts'
import type { Task, Told } from './soak.ts'
import { openContext } from './soak-context.ts'

const tell = (told: Told) => process.send?.(told)
let ready: Promise<{ task: Task } & Awaited<ReturnType<typeof openContext>>> | undefined

async function play(seed: number): Promise<void> {
  try {
    if (!ready) throw new Error('no task')
    const { task, context } = await ready
    const report = await simulate({ url: task.url, context }, seed, task.size)
    tell({ report: { ...report, faults: [...report.faults] } })
  } catch (reason) {
    tell({ seed, failure: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) })
  }
}

process.on('message', (message: Task | { seed: number }) => {
  if ('seed' in message) void play(message.seed)
  else ready = openContext(message.databaseUrl).then((opened) => ({ task: message, ...opened }))
})
process.once('disconnect', () => void ready?.then(({ close }) => close()).then(() => process.exit(0)))
// Ctrl-C reaches us too; the parent lets us finish the seed at hand.
process.on('SIGINT', () => undefined)
