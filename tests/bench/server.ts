/**
 * `npm run bench -- server`: durable single operations against bare one-row transactions on the same PostgreSQL.
 * Rounds of each take turns, so that a busy machine slows all alike; what counts are the ratios. Over HTTP the client
 * shares the process with the server, which counts against the server.
 */
import { availableParallelism, loadavg } from 'node:os'
import pg from 'pg'
import { readConfig } from '../../src/server/config.ts'
import type { Context } from '../../src/server/context.ts'
import { openDatabase } from '../../src/server/db/open.ts'
import { buildServer } from '../../src/server/http/build.ts'
import { createLogger } from '../../src/server/http/logging.ts'
import { seedRules } from '../../src/server/modules/cases/rules.ts'
import { applyOperation } from '../../src/server/modules/sync/apply.ts'
import { caseOperation, publishRegion, ratingOperation, send } from '../support/filing.ts'
import { startPostgres } from '../support/postgres.ts'

const ROUNDS = 5
const EACH = 64
const CLIENTS = [1, 8]

const postgres = await startPostgres()
const config = {
  ...readConfig({ DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' }),
  limits: { everything: 1e9, secrets: 1e9 },
}
const { db, close } = await openDatabase(config, 'server')
const context: Context = {
  db,
  config,
  now: () => new Date(),
  log: createLogger('silent'),
  databaseKind: 'url',
}
await seedRules(db, context.now())
await publishRegion(context)
const app = await buildServer(context)
const url = await app.listen({ port: 0, host: '127.0.0.1' })

const pool = new pg.Pool({ connectionString: postgres.url, max: Math.max(...CLIENTS) })
await pool.query('create table bare (id uuid primary key, payload jsonb not null)')

/** What one could not do less for: the same payload, one row, one transaction, on disk. */
async function bare(): Promise<void> {
  const { id, payload } = caseOperation()
  const client = await pool.connect()
  await client.query('begin')
  await client.query('insert into bare values ($1, $2)', [id, JSON.stringify(payload)])
  await client.query('commit')
  client.release()
}

async function applied(result: Promise<{ status: string } | undefined>): Promise<void> {
  const status = (await result)?.status
  if (status !== 'applied') throw new Error(`not applied: ${status}`)
}

const contestants = {
  'bare one-row transaction': bare,
  'case, in process': () => applied(applyOperation(context, caseOperation(), new Date())),
  'case, over HTTP': () => applied(send(url, caseOperation()).then(([result]) => result)),
  'rating, over HTTP': () => applied(send(url, ratingOperation()).then(([result]) => result)),
}
type Name = keyof typeof contestants

/** Operations a second with so many clients, each sending one after the other. */
async function rate(work: () => Promise<void>, clients: number): Promise<number> {
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let i = 0; i < EACH / clients; i++) await work()
    }),
  )
  return EACH / ((performance.now() - began) / 1000)
}
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN

console.log(`PostgreSQL with fsync; ${ROUNDS} rounds of ${EACH}, taking turns`)
for (const clients of CLIENTS) {
  const rates: Record<string, number[]> = {}
  for (let round = 0; round <= ROUNDS; round++)
    for (const name of Object.keys(contestants) as Name[]) {
      const measured = await rate(contestants[name], clients)
      // The first round warms up.
      if (round > 0) (rates[name] ??= []).push(measured)
    }
  const base = rates['bare one-row transaction'] ?? []
  console.log(`\n${clients} client${clients > 1 ? 's' : ''}`)
  for (const [name, values] of Object.entries(rates)) {
    const ratio = median(values.map((value, i) => value / (base[i] ?? NaN)))
    console.log(
      `  ${name.padEnd(26)} ${median([...values])
        .toFixed(0)
        .padStart(6)} /s   ${(ratio * 100).toFixed(0).padStart(4)} %`,
    )
  }
}

const batch = Array.from({ length: 50 }, () => caseOperation())
const began = performance.now()
await send(url, ...batch)
console.log(`\nbatch of 50 cases: ${(performance.now() - began).toFixed(0)} ms`)
console.log(`load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)

app.server.closeAllConnections()
await app.close()
await pool.end()
await close()
await postgres.stop()
