/** The built product as a user starts it: `node dist/server/main.js` with its embedded database, in a directory of its own. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client, type QueryResultRow } from 'pg'

const root = join(import.meta.dirname, '../..')

export interface Product {
  url: string
  dataDir: string
  /** what the server has printed so far */
  console(): string
  /** runs one of the command lines of dist/server/cli beside the server; resolves with what it printed */
  command(name: 'admin' | 'import' | 'verify', ...args: string[]): Promise<string>
  /** asks the product's own database, as its operator could */
  query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>
  kill(signal: NodeJS.Signals): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

export async function product(environment: Record<string, string> = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mingcha-e2e-'))
  // So that the database's unprivileged user can enter it when the tests run as root.
  chmodSync(dataDir, 0o755)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(port),
    NODE_ENV: 'production',
    ...environment,
  }
  let output = ''
  let child: ChildProcess

  async function start() {
    child = spawn(process.execPath, ['dist/server/main.js'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    for (let waited = 0; waited < 120_000; waited += 100) {
      if (child.exitCode !== null) throw new Error(`the server stopped:\n${output}`)
      const ready = await fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      )
      if (ready) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`the server is not ready:\n${output}`)
  }
  async function kill(signal: NodeJS.Signals) {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }

  await start()
  return {
    url,
    dataDir,
    console: () => output,
    async command(name, ...args) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [`dist/server/cli/${name}.js`, ...args],
        { cwd: root, env },
      )
      return stdout
    },
    async query<Row extends QueryResultRow>(sql: string, values: unknown[] = []) {
      const {
        user,
        password,
        port: databasePort,
      } = JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8')) as {
        user: string
        password: string
        port: number
      }
      const client = new Client({
        host: '127.0.0.1',
        port: databasePort,
        user,
        password,
        database: 'mingcha',
      })
      await client.connect()
      try {
        return (await client.query<Row>(sql, values)).rows
      } finally {
        await client.end()
      }
    },
    kill,
    restart: start,
    async stop() {
      await kill('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
