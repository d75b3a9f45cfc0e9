import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isAlive } from '../../src/server/db/embedded/start-lock.ts'
import { clusterOf, dataDirectory, discard, postmasterOf } from '../support/data-directory.ts'
import {
  bundleServer,
  isRoot,
  removeBundle,
  runCli,
  runServer,
  startServer,
} from '../support/server-process.ts'

beforeAll(bundleServer, 120_000)
afterAll(removeBundle)

const directories: string[] = []
const fresh = () => {
  const folder = dataDirectory()
  directories.push(folder)
  return folder
}
afterEach(async () => {
  for (const folder of directories.splice(0)) await discard(folder)
})

describe('the embedded database', { timeout: 120_000 }, () => {
  it('starts with the server and ends with it: SIGTERM stops both, and a second start finds everything', async () => {
    const DATA_DIR = fresh()
    const first = await startServer({ DATA_DIR })
    const postmaster = postmasterOf(DATA_DIR)
    expect(postmaster).toBeDefined()
    expect(statSync(join(DATA_DIR, 'database.json')).mode & 0o777).toBe(0o600)
    expect(statSync(clusterOf(DATA_DIR)).mode & 0o777).toBe(0o700)
    const url = JSON.parse(readFileSync(join(DATA_DIR, 'database.json'), 'utf8')) as Record<string, string>
    const client = new pg.Client({
      host: '127.0.0.1',
      port: Number(url.port),
      user: url.user,
      password: url.password,
      database: 'mingcha',
    })
    await client.connect()
    const { rows } = await client.query(`select current_setting('fsync') as fsync,
      current_setting('data_checksums') as checksums, current_setting('listen_addresses') as host,
      current_setting('synchronous_commit') as commit`)
    await client.end()
    expect(rows[0]).toEqual({ fsync: 'on', checksums: 'on', host: '127.0.0.1', commit: 'on' })
    await expect(
      new pg.Client({
        host: '127.0.0.1',
        port: Number(url.port),
        user: url.user,
        password: 'guess',
      }).connect(),
    ).rejects.toMatchObject({ code: '28P01' })

    const { code, output } = await first.end('SIGTERM')
    expect(code, output).toBe(0)
    expect(isAlive(postmaster!)).toBe(false)
    expect(existsSync(join(clusterOf(DATA_DIR), 'postmaster.pid'))).toBe(false)

    const second = await startServer({ DATA_DIR })
    const again = JSON.parse(readFileSync(join(DATA_DIR, 'database.json'), 'utf8')) as Record<string, string>
    expect(again).toEqual(url)
    expect((await second.end('SIGINT')).code).toBe(0)
    expect(postmasterOf(DATA_DIR)).toBeUndefined()
  })

  it('is left behind by kill -9, and adopted by the next server', async () => {
    const DATA_DIR = fresh()
    const first = await startServer({ DATA_DIR })
    const postmaster = postmasterOf(DATA_DIR)
    await first.end('SIGKILL')
    expect(isAlive(postmaster!)).toBe(true)
    const second = await startServer({ DATA_DIR })
    expect(postmasterOf(DATA_DIR)).toBe(postmaster)
    expect((await second.end('SIGTERM')).code).toBe(0)
    expect(isAlive(postmaster!)).toBe(false)
  })

  it('comes up again when it is killed itself, with no second server let in meanwhile', async () => {
    const DATA_DIR = fresh()
    const server = await startServer({ DATA_DIR })
    const postmaster = postmasterOf(DATA_DIR)
    process.kill(postmaster!, 'SIGKILL')
    const deadline = Date.now() + 30_000
    let status = 0
    let another = false
    while (Date.now() < deadline && !(status === 200 && another)) {
      // Asked in this order: an answer from before the database died says nothing of the new one.
      const now = postmasterOf(DATA_DIR)
      another = now !== undefined && now !== postmaster
      status = (await fetch(`${server.url}/readyz`)).status
      expect([200, 503]).toContain(status)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(status).toBe(200)
    const refused = await runServer({ DATA_DIR })
    expect(refused.code).toBe(1)
    expect((await server.end('SIGTERM')).code).toBe(0)
    expect(postmasterOf(DATA_DIR)).toBeUndefined()
  })

  it('is not shared: a second server is refused in a sentence, and the first goes on', async () => {
    const DATA_DIR = fresh()
    const first = await startServer({ DATA_DIR })
    const postmaster = postmasterOf(DATA_DIR)
    const second = await runServer({ DATA_DIR })
    expect(second.code).toBe(1)
    expect(second.output).toContain(`another Mingcha server is running on ${DATA_DIR}`)
    expect(second.output).not.toMatch(/^\s+at /m)
    expect(postmasterOf(DATA_DIR)).toBe(postmaster)
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
    await first.end('SIGTERM')
  })

  it('lets exactly one of three servers in that start at the same moment', async () => {
    const DATA_DIR = fresh()
    const attempts = await Promise.allSettled([1, 2, 3].map(() => startServer({ DATA_DIR })))
    const started = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
    expect(started).toHaveLength(1)
    expect((await fetch(`${started[0]!.url}/readyz`)).status).toBe(200)
    await started[0]!.end('SIGTERM')
  })

  it('is joined by a command while the server runs, and started and stopped by it while not', async () => {
    const DATA_DIR = fresh()
    const without = await runCli('admin', ['list'], { DATA_DIR })
    expect(without.code, without.output).toBe(0)
    expect(without.output).toContain('Regions')
    expect(postmasterOf(DATA_DIR)).toBeUndefined()

    const server = await startServer({ DATA_DIR })
    const postmaster = postmasterOf(DATA_DIR)
    const staff = ['create-staff', '--region', '1', '--login', 'ab', '--name', 'x', '--role', 'office']
    const beside = await Promise.all([
      runCli('admin', ['list'], { DATA_DIR }),
      runCli('admin', ['list'], { DATA_DIR }),
      runCli('admin', staff, { DATA_DIR }),
    ])
    expect(beside.map(({ code }) => code)).toEqual([0, 0, 1])
    expect(beside[2].output).toContain('There is no region 1')
    expect(postmasterOf(DATA_DIR)).toBe(postmaster)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    await server.end('SIGTERM')
  })

  it('is not stopped by a command that started it once a server has taken it over', async () => {
    const DATA_DIR = fresh()
    await runCli('admin', ['list'], { DATA_DIR })
    const [command, server] = await Promise.all([
      runCli('admin', ['list'], { DATA_DIR }),
      startServer({ DATA_DIR }),
      runCli('admin', ['list'], { DATA_DIR }),
    ])
    expect(command.code).toBe(0)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    await server.end('SIGTERM')
    expect(postmasterOf(DATA_DIR)).toBeUndefined()
  })

  it('says in a sentence what is wrong with its directory or its environment', async () => {
    const DATA_DIR = fresh()
    writeFileSync(join(DATA_DIR, 'database.json'), '{"half":')
    const damaged = await runServer({ DATA_DIR })
    expect([damaged.code, damaged.output]).toEqual([1, expect.stringContaining('database.json is damaged')])
    const file = join(fresh(), 'file')
    writeFileSync(file, '')
    rmSync(join(DATA_DIR, 'database.json'))
    const noFolder = await runServer({ DATA_DIR: join(file, 'data') })
    expect([noFolder.code, noFolder.output]).toEqual([1, expect.stringContaining('cannot be made')])
    const badPort = await runServer({ DATA_DIR, PORT: 'eighty' })
    expect([badPort.code, badPort.output]).toEqual([1, expect.stringContaining('PORT must be a number')])
    const noDatabase = await runServer({ DATA_DIR, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' })
    expect(noDatabase.code).toBe(1)
    expect(noDatabase.output).not.toMatch(/^\s+at /m)
  })
})

describe.runIf(isRoot)('under root', { timeout: 120_000 }, () => {
  it('runs PostgreSQL as another user', async () => {
    const DATA_DIR = fresh()
    const server = await startServer({ DATA_DIR })
    const status = readFileSync(`/proc/${postmasterOf(DATA_DIR)}/status`, 'utf8')
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0')
    await server.end('SIGTERM')
  })

  it('puts the data where that user can reach it, when the directory is root’s own, and says so', async () => {
    const home = fresh()
    mkdirSync(join(home, 'private'), { mode: 0o700 })
    const DATA_DIR = join(home, 'private', 'data')
    const server = await startServer({ DATA_DIR })
    const cluster = clusterOf(DATA_DIR)
    try {
      expect(cluster).toMatch(/^\/var\/(lib|tmp)\/mingcha\//)
      expect(server.output()).toContain(`The database lies in ${cluster}`)
      expect((await server.end('SIGTERM')).code).toBe(0)
      const again = await startServer({ DATA_DIR })
      expect(clusterOf(DATA_DIR)).toBe(cluster)
      expect((await again.end('SIGTERM')).code).toBe(0)
    } finally {
      rmSync(join(cluster, '..'), { recursive: true, force: true })
    }
  })
})
