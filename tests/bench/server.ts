/**
 * `npm run bench -- server`: durable single operations against bare one-row transactions on the same PostgreSQL.
 *
 * Two bases, both with the payload of the operation: `begin; insert; commit`, as a program writes it (three round
 * trips), and the least there is, one `insert` prepared by name that commits by itself (one round trip). Both write one
 * row; a case writes three (operation, case, first event) and keeps five indexes and a foreign key.
 * HTTP comes from a client in a process of its own. What client, HTTP and JSON cost without any database is shown by a
 * bare `node:http` server and a bare fastify in the place of ours.
 * Rounds of each take turns, so that a busy machine slows all alike; what counts are the ratios.
 */
import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism, loadavg } from 'node:os'
import { fastify } from 'fastify'
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
import type { Round } from './server.part.client.ts'

const ROUNDS = 7
const EACH = 256
const CLIENTS = [1, 8, 32]

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
pool.on('error', () => undefined)
await pool.query('create table bare (id uuid primary key, payload jsonb not null)')

/** Answers as ours would, and does nothing. */
const answer = (body: { operations: { id: string }[] }) => {
  const receivedAt = new Date().toISOString()
  return {
    serverTime: receivedAt,
    results: body.operations.map(({ id }) => ({ id, status: 'applied', attachments: [], receivedAt })),
  }
}
const bareHttp = createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer(JSON.parse(text) as never)))
  })
})
await new Promise<void>((resolve) => bareHttp.listen(0, '127.0.0.1', resolve))
const bareFastify = fastify()
bareFastify.post('/api/v1/sync', (request) => Promise.resolve(answer(request.body as never)))
/** As the first base, but each row comes over HTTP: what client, HTTP and transaction cost on these cores at least. */
bareFastify.post('/transaction/api/v1/sync', async (request) => {
  const body = request.body as { operations: Made[] }
  for (const operation of body.operations) await transaction(operation)
  return answer(body)
})
const fastifyUrl = await bareFastify.listen({ port: 0, host: '127.0.0.1' })

type Made = ReturnType<typeof caseOperation> | ReturnType<typeof ratingOperation>

/** Three round trips: what a program does that wants a transaction. */
async function transaction({ id, payload }: Made): Promise<void> {
  const client = await pool.connect()
  await client.query('begin')
  await client.query('insert into bare values ($1, $2)', [id, JSON.stringify(payload)])
  await client.query('commit')
  client.release()
}
/** One round trip and no planning: nothing durable can cost less. */
async function insert({ id, payload }: Made): Promise<void> {
  const text = 'insert into bare values ($1, $2)'
  await pool.query({ name: 'bare', text, values: [id, JSON.stringify(payload)] })
}
async function inProcess(operation: Made): Promise<void> {
  const { status } = await applyOperation(context, operation, new Date())
  if (status !== 'applied') throw new Error(`not applied: ${status}`)
}

const client = fork(new URL('server.part.client.ts', import.meta.url).pathname)
type Told = { error: string } | { ms: number; answers: string[] }
async function overHttp(to: string, operations: Made[], clients: number): Promise<number> {
  const bodies = operations.map((one) => JSON.stringify({ protocol: 1, operations: [one] }))
  const told = await new Promise<Told>((resolve) => {
    client.once('message', resolve)
    client.send({ url: `${to}/api/v1/sync`, bodies, clients } satisfies Round)
  })
  if ('error' in told) throw new Error(told.error)
  const applied = told.answers.filter((text) => text.includes('"status":"applied"')).length
  if (applied !== operations.length) throw new Error(`applied ${applied} of ${operations.length}`)
  return told.ms
}

/** ms until so many clients, each one after the other, have had all of them done. */
async function here(
  work: (one: Made) => Promise<void>,
  operations: Made[],
  clients: number,
): Promise<number> {
  const left = operations.values()
  const began = performance.now()
  const worker = async () => {
    for (const one of left) await work(one)
  }
  await Promise.all(Array.from({ length: clients }, worker))
  return performance.now() - began
}

interface Contestant {
  make: () => Made
  run: (operations: Made[], clients: number) => Promise<number>
}
const bareUrl = `http://127.0.0.1:${(bareHttp.address() as AddressInfo).port}`
const contestants: Record<string, Contestant> = {
  'bare begin; insert; commit': { make: caseOperation, run: (all, n) => here(transaction, all, n) },
  'bare insert, prepared': { make: caseOperation, run: (all, n) => here(insert, all, n) },
  'case, in process': { make: caseOperation, run: (all, n) => here(inProcess, all, n) },
  'case, over HTTP': { make: caseOperation, run: (all, n) => overHttp(url, all, n) },
  'rating, over HTTP': { make: ratingOperation, run: (all, n) => overHttp(url, all, n) },
  'bare fastify, transaction': {
    make: caseOperation,
    run: (all, n) => overHttp(`${fastifyUrl}/transaction`, all, n),
  },
  'bare node:http, no database': { make: caseOperation, run: (all, n) => overHttp(bareUrl, all, n) },
  'bare fastify, no database': { make: caseOperation, run: (all, n) => overHttp(fastifyUrl, all, n) },
}
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

console.log(
  `PostgreSQL with fsync; ${ROUNDS} rounds of ${EACH}, taking turns; ${availableParallelism()} cores`,
)
for (const clients of CLIENTS) {
  const rates: Record<string, number[]> = {}
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, { make, run }] of Object.entries(contestants)) {
      const operations = Array.from({ length: EACH }, make)
      const ms = await run(operations, clients)
      // The first round warms up.
      if (round > 0) (rates[name] ??= []).push(EACH / (ms / 1000))
    }
  const against = (values: number[], base: string) =>
    `${(median(values.map((value, i) => value / (rates[base]?.[i] ?? NaN))) * 100).toFixed(0)} %`.padStart(6)
  console.log(`\n${`${clients} client${clients > 1 ? 's' : ''}`.padEnd(42)} of transaction  of insert`)
  for (const [name, values] of Object.entries(rates)) {
    const [transaction, least] = Object.keys(contestants)
    const rate = median(values).toFixed(0).padStart(6)
    console.log(
      `  ${name.padEnd(28)} ${rate} /s ${against(values, transaction ?? '')}         ${against(values, least ?? '')}`,
    )
  }
}

const batch = Array.from({ length: 50 }, () => caseOperation())
const began = performance.now()
await send(url, ...batch)
console.log(
  `\nbatch of 50 cases: ${(performance.now() - began).toFixed(0)} ms · load ${loadavg()[0]?.toFixed(1)}`,
)

client.disconnect()
bareHttp.closeAllConnections()
bareHttp.close()
await bareFastify.close()
app.server.closeAllConnections()
await app.close()
await pool.end()
await close()
await postgres.stop()
