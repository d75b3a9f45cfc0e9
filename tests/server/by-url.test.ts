import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseOperation, publishRegion, ratingOperation, send } from '../support/filing.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'
import { dataDirectory, discard, postmasterOf } from '../support/data-directory.ts'
import { bundleServer, removeBundle, runCli, startServer } from '../support/server-process.ts'

describe('a PostgreSQL of one’s own', { timeout: 180_000 }, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    await bundleServer()
    postgres = await startPostgres()
  }, 180_000)
  afterAll(async () => {
    await postgres.stop()
    removeBundle()
  })

  it('serves several processes, which make its tables once and start no database of their own', async () => {
    const DATA_DIR = dataDirectory()
    const environment = { DATABASE_URL: postgres.url, DATA_DIR }
    const servers = await Promise.all([
      startServer(environment),
      startServer(environment),
      startServer(environment),
    ])
    try {
      for (const server of servers) {
        expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
        expect(server.output()).not.toContain(new URL(postgres.url).password)
      }
      const list = await runCli('admin', ['list'], environment)
      expect(list.code, list.output).toBe(0)
      expect(postmasterOf(DATA_DIR)).toBeUndefined()
      const first = caseOperation({ region: 'nowhere' })
      for (const server of servers)
        expect((await send(server.url, first))[0]).toMatchObject({ status: 'refused', code: 'unknownRegion' })
    } finally {
      for (const server of servers) expect((await server.end('SIGTERM')).code).toBe(0)
      await discard(DATA_DIR)
    }
  })
})

describe('more requests at once than there are connections', () => {
  it('are all answered, known regions and unknown ones, at a cold start', async () => {
    const server = await testServer()
    try {
      await publishRegion(server.context)
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, i) =>
          send(
            server.url,
            i % 3 === 0
              ? caseOperation({ region: `none-${i}` })
              : i % 3 === 1
                ? caseOperation()
                : ratingOperation(),
          ),
        ),
      )
      const states = answers.map(([result]) => result?.status)
      expect(states.filter((status) => status === 'applied')).toHaveLength(40)
      expect(states.filter((status) => status === 'refused')).toHaveLength(20)
    } finally {
      await server.close()
    }
  })
})
