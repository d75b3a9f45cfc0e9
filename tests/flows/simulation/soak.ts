/**
 * `npm run soak -- [--seeds 2000] [--from N] [--workers 2] [--phones 2] [--operations 10] [--attempts 8] [--rounds N]`
 *
 * Thousands of seeds against one server, in processes side by side; figures at the end; exit code 1 on anything lost,
 * doubled, altered or stuck. A failing seed is printed with the command that plays it again.
 */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { buildServer } from '../../../src/server/http/build.ts'
import { publishRegion } from '../../support/filing.ts'
import { startPostgres } from '../../support/postgres.ts'
import type { Report, Size } from './simulate.ts'
import { openContext } from './soak-context.ts'

/** What a worker tells of one seed. */
export type Told =
  { report: Omit<Report, 'faults'> & { faults: [string, number][] } } | { seed: number; failure: string }
/** What a worker is told to begin with. */
export interface Task {
  url: string
  databaseUrl: string
  size: Size
}

const args = process.argv.slice(2)
const option = (name: string, otherwise: number): number => {
  const at = args.indexOf(`--${name}`)
  return at >= 0 ? Number(args[at + 1]) : otherwise
}
const seeds = option('seeds', 2000)
const from = option('from', Math.floor(Date.now() / 1000) % 2 ** 31)
const size: Size = {
  phones: option('phones', 2),
  operations: option('operations', 10),
  attempts: option('attempts', 8),
}

const postgres = await startPostgres()
const { context, close } = await openContext(postgres.url)
await publishRegion(context)
const app = await buildServer(context)
const url = await app.listen({ port: 0, host: '127.0.0.1' })

const began = Date.now()
const sum = {
  rounds: 0,
  operations: 0,
  photos: 0,
  poisoned: 0,
  deaths: 0,
  lost: 0,
  doubled: 0,
  wrong: 0,
  failed: 0,
}
const faults = new Map<string, number>()
let next = from

function failed(seed: number, why: string): void {
  sum.failed++
  const same = `--phones ${size.phones} --operations ${size.operations} --attempts ${size.attempts}`
  console.error(
    `✗ seed ${seed}: ${why}\n  repeat: npm run soak -- --seeds 1 --from ${seed} --workers 1 ${same}`,
  )
}

function count(told: Told): void {
  sum.rounds++
  if ('failure' in told) {
    failed(told.seed, told.failure)
    return
  }
  const { report } = told
  sum.operations += report.operations
  sum.photos += report.photos
  sum.poisoned += report.poisoned
  sum.deaths += report.deaths
  sum.lost += report.lost.length
  sum.doubled += report.doubled.length
  sum.wrong += report.wrong.length
  for (const [fault, times] of report.faults) faults.set(fault, (faults.get(fault) ?? 0) + times)
  const problems = [...report.lost, ...report.doubled, ...report.wrong]
  if (problems.length > 0) failed(report.seed, problems.slice(0, 5).join('; '))
  if (sum.rounds % 100 === 0)
    console.log(`${sum.rounds} seeds, ${sum.operations} operations, ${sum.failed} failed`)
}

function work(): Promise<void> {
  const worker = fork(join(import.meta.dirname, 'soak-worker.ts'), { execArgv: ['--import', 'tsx'] })
  const task: Task = { url, databaseUrl: postgres.url, size }
  return new Promise((resolve) => {
    const give = () => {
      if (next < last) worker.send({ seed: next++ })
      else worker.disconnect()
    }
    worker.on('message', (told: Told) => {
      count(told)
      give()
    })
    worker.on('exit', (code) => {
      if (code !== 0) failed(next - 1, `the worker ended with ${code}`)
      resolve()
    })
    worker.send(task)
    give()
  })
}

// Ctrl-C ends it early, with the figures so far.
let last = from + seeds
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (last = next))

await Promise.all(Array.from({ length: option('workers', 2) }, work))
const seconds = ((Date.now() - began) / 1000).toFixed(0)
app.server.closeAllConnections()
await app.close()
await close()
await postgres.stop()

console.log(
  [
    `${sum.rounds} seeds from ${from}, ${size.phones} phones each · ${sum.operations} operations · ${sum.photos} photos · ` +
      `${sum.poisoned} refused as they should be · ${sum.deaths} deaths in the middle of sending`,
    `faults: ${[...faults]
      .sort()
      .map(([fault, times]) => `${fault} ${times}`)
      .join(', ')}` + ` (${[...faults.values()].reduce((all, times) => all + times, 0)})`,
    `lost ${sum.lost} · doubled ${sum.doubled} · altered or stuck ${sum.wrong} · failed seeds ${sum.failed} · ${seconds} s`,
  ].join('\n'),
)
process.exit(sum.failed === 0 ? 0 : 1)
