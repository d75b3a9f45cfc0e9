/** The running PostgreSQL of a cluster: found by its own pid file, started, stopped. */
import { spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Memory, Places } from './places.ts'
import { isAlive } from './start-lock.ts'

/** What postmaster.pid says, if that process still lives and is a PostgreSQL. */
export function findPostmaster(cluster: string): { pid: number; port: number } | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!pid || !isAlive(pid)) return undefined
  // After a reboot the number may belong to another program.
  const command = commandOf(pid)
  if (command !== undefined && !command.includes('postgres')) return undefined
  return { pid, port: Number(lines[3] ?? 0) }
}

function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return undefined
  }
}

const MINIMAL_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '/usr/bin:/bin' }

function as({ account, cluster }: Places) {
  return {
    cwd: dirname(cluster),
    env: MINIMAL_ENVIRONMENT,
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  }
}

/** Makes the cluster, with data checksums and a password for every connection. Beside, then renamed: whole or not there. */
export function initialise(places: Places, memory: Memory): void {
  const draft = `${places.cluster}.new`
  const passwordFile = `${places.cluster}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, memory.password, { mode: 0o600 })
  try {
    if (places.account) {
      chownSync(draft, places.account.uid, places.account.gid)
      chownSync(passwordFile, places.account.uid, places.account.gid)
    }
    const done = spawnSync(
      join(places.binaries.home, 'bin', 'initdb'),
      [
        ...['-D', draft, '-U', memory.user, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...[
          '--encoding',
          'UTF8',
          '--locale',
          'C',
          '--locale-provider',
          'builtin',
          '--builtin-locale',
          'C.UTF-8',
        ],
        ...['--data-checksums', '--no-instructions'],
      ],
      { ...as(places), encoding: 'utf8' },
    )
    if (done.error || done.status !== 0)
      throw new Error(
        `PostgreSQL could not make its data directory: ${done.error?.message ?? lastWords(done.stderr)}`,
      )
    renameSync(draft, places.cluster)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

const lastWords = (text: string): string => text.trim().split('\n').slice(-3).join(' / ')

/** A port nobody listens on: the remembered one if it is free. */
export async function freePort(preferred: number): Promise<number> {
  const listens = (port: number) =>
    new Promise<number | undefined>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(undefined))
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
      })
    })
  const port = (preferred > 0 ? await listens(preferred) : undefined) ?? (await listens(0))
  if (port === undefined) throw new Error('no free port on 127.0.0.1')
  return port
}

const LOG_LIMIT = 10 * 1024 * 1024

export interface Postmaster {
  pid: number
  /** set when it ended, with the last lines of its log */
  ended(): string | undefined
}

/** Starts PostgreSQL. It stands in a session of its own, so that Ctrl-C reaches the server first, which then stops it in order. */
export function startPostmaster(places: Places, port: number): Promise<Postmaster> {
  const logFile = join(places.dataDir, 'postgres.log')
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'a', 0o600)
  const from = fstatSync(log).size
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // What citizens wrote must not reach a log by way of an error's details or statement.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }
  const child = spawn(
    join(places.binaries.home, 'bin', 'postgres'),
    [
      '-D',
      places.cluster,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...as(places), detached: true, stdio: ['ignore', log, log] },
  )
  closeSync(log)
  child.unref()
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`PostgreSQL could not be started: ${error.message}`)))
    child.once('spawn', () =>
      resolve({
        pid: child.pid ?? 0,
        ended: () =>
          child.exitCode === null && child.signalCode === null
            ? undefined
            : lastWords(readFileSync(logFile).subarray(from).toString()),
      }),
    )
  })
}

/** Lets clients finish for `patience` ms (smart), then disconnects them (fast), and at the very last stops at once. */
export async function stopPostmaster(pid: number, patience: number): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGTERM', patience],
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ]
  for (const [signal, wait] of steps) {
    if (!isAlive(pid)) return
    process.kill(pid, signal)
    const deadline = Date.now() + wait
    while (isAlive(pid) && Date.now() < deadline) await sleep(15)
  }
}
