/** One real PostgreSQL for a whole test run: the product's own embedded one, in a directory of its own. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bringUp } from '../../src/server/db/embedded/cluster.ts'
import { stopPostmaster } from '../../src/server/db/embedded/postmaster.ts'
import { alone } from '../../src/server/db/embedded/start-lock.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** address of a database on it; tests make databases of their own beside it */
    postgresUrl: string
  }
}

export interface TestPostgres {
  url: string
  stop(): Promise<void>
}

export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-postgres-'))
  // Under root the database's own user must be able to enter, or the data would go elsewhere.
  chmodSync(folder, 0o755)
  const { url, pid } = await alone(folder, () => bringUp(folder))
  return {
    url,
    async stop() {
      await stopPostmaster(pid, 0)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export default async function setup(project: {
  provide(key: 'postgresUrl', value: string): void
}): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  project.provide('postgresUrl', postgres.url)
  return () => postgres.stop()
}
