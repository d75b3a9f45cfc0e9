/** Brings the embedded database of a data directory up: adopts it where it runs, else starts it, first making it where there is none. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { connect } from '../pool.ts'
import { type Memory, type Note, type Places, remember, settle } from './places.ts'
import { findPostmaster, freePort, initialise, startPostmaster } from './postmaster.ts'

export const DATABASE = 'mingcha'

export interface Cluster {
  url: string
  pid: number
  /** PGDATA */
  folder: string
  /** false when it was found running */
  started: boolean
  notes: Note[]
}

const READY_WITHIN = 120_000

/** Call it within `alone`. Throws in a sentence. */
export async function bringUp(dataDir: string): Promise<Cluster> {
  const { places, memory } = settle(dataDir)
  if (!existsSync(join(places.cluster, 'PG_VERSION'))) initialise(places, memory)
  if (!memory.initialised) remember(dataDir, Object.assign(memory, { initialised: true }))
  checkVersion(places)

  const deadline = Date.now() + READY_WITHIN
  for (;;) {
    const running = findPostmaster(places.cluster)
    if (running) {
      const client = await ready(
        memory,
        running.port,
        deadline,
        () => findPostmaster(places.cluster)?.pid !== running.pid,
      )
      // It went away while we knocked (it was being stopped): look again.
      if (!client) continue
      return up(places, memory, running.pid, running.port, false, client)
    }
    const port = await freePort(memory.port)
    if (port !== memory.port) remember(dataDir, Object.assign(memory, { port }))
    const postmaster = await startPostmaster(places, port)
    const client = await ready(memory, port, deadline, () => postmaster.ended() !== undefined)
    if (client) return up(places, memory, postmaster.pid, port, true, client)
    // A killed predecessor's last processes may hold its memory for a moment; anything else will not get better.
    const words = postmaster.ended() ?? ''
    if (
      !/still in use|lock file|Address already in use|could not bind/i.test(words) ||
      Date.now() > deadline - READY_WITHIN + 15_000
    )
      throw new Error(`PostgreSQL did not start: ${words} (its log: ${join(dataDir, 'postgres.log')})`)
    await sleep(200)
  }
}

async function up(
  places: Places,
  memory: Memory,
  pid: number,
  port: number,
  started: boolean,
  client: pg.Client,
): Promise<Cluster> {
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
  return { url: urlOf(memory, port, DATABASE), pid, folder: places.cluster, started, notes: places.notes }
}

const urlOf = ({ user, password }: Memory, port: number, database: string): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`

/** Knocks until it answers; undefined when `gone` says that there is nobody left to answer. */
async function ready(
  memory: Memory,
  port: number,
  deadline: number,
  gone: () => boolean,
): Promise<pg.Client | undefined> {
  for (;;) {
    try {
      return await connect(urlOf(memory, port, 'postgres'), 'mingcha-start')
    } catch (error) {
      const code = (error as { code?: string }).code
      if (code === '28P01')
        throw new Error(
          'the running PostgreSQL of this data directory does not take the password in database.json',
        )
      if (gone()) return undefined
      if (Date.now() > deadline) throw new Error('PostgreSQL did not become ready in two minutes')
      await sleep(20)
    }
  }
}

function checkVersion({ cluster, binaries }: Places): void {
  const has = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const major = binaries.version.split('.')[0] ?? ''
  if (has !== major)
    throw new Error(
      `the database in ${cluster} was made by PostgreSQL ${has}, this version of Mingcha brings ${major}: ` +
        'dump it with the old version and load it with the new one',
    )
}
