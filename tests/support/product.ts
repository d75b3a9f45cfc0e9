/** The built product as a user starts it: `node dist/server/main.js` with its embedded database, in a directory of its own. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client, type QueryResultRow } from 'pg'
import { freePort } from '../../src/server/db/embedded/postmaster.ts'
import { dataDirectory, discard, urlOf } from './data-directory.ts'
import { copyInto, type FirstStart } from './first-start.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** In ms: until it is ready, and until it has stopped once told to. */
const PATIENCE = { start: 120_000, stop: 45_000 }

export interface Product {
  url: string
  dataDir: string
  /** what the server has printed so far, its first start included */
  console(): string
  /** runs one of the command lines of dist/server/cli beside the server; resolves with what it printed */
  command(name: 'admin' | 'import' | 'verify', ...args: string[]): Promise<string>
  /** asks the product's own database, as its operator could */
  query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>
  kill(signal: NodeJS.Signals): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts it, on an empty directory or where another one's first start has left off; leaves nothing running where it fails. */
export async function product(
  environment: Record<string, string> = {},
  begun?: FirstStart,
  patience = PATIENCE,
): Promise<Product> {
  const dataDir = dataDirectory()
  if (begun) await copyInto(dataDir, begun)
  const port = await freePort(0)
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(port),
    NODE_ENV: 'production',
    ...environment,
  }
  let output = begun?.console ?? ''
  let child: ChildProcess

  async function start() {
    child = spawn(process.execPath, ['dist/server/main.js'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    for (const deadline = Date.now() + patience.start; Date.now() < deadline;) {
      if (child.exitCode !== null) throw new Error(`the server stopped:\n${output}`)
      const ready = await fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      )
      if (ready) return
      await sleep(100)
    }
    await end()
    throw new Error(`the server is not ready:\n${output}`)
  }
  async function kill(signal: NodeJS.Signals) {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }
  /** Told to stop; killed where it does not listen. */
  async function end() {
    const insist = setTimeout(() => child.kill('SIGKILL'), patience.stop)
    await kill('SIGTERM')
    clearTimeout(insist)
  }
  async function stop() {
    await end()
    await discard(dataDir)
  }

  try {
    await start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    dataDir,
    console: () => output,
    async command(name, ...args) {
      const { stdout } = await run(process.execPath, [`dist/server/cli/${name}.js`, ...args], {
        cwd: root,
        env,
      })
      return stdout
    },
    async query<Row extends QueryResultRow>(sql: string, values: unknown[] = []) {
      const client = new Client({ connectionString: urlOf(dataDir) })
      await client.connect()
      try {
        return (await client.query<Row>(sql, values)).rows
      } finally {
        await client.end()
      }
    },
    kill,
    restart: start,
    stop,
  }
}
