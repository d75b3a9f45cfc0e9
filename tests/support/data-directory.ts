/** A server's data directory, as its operator would look into it. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostmaster, stopPostmaster } from '../../src/server/db/embedded/postmaster.ts'

/** What `database.json` says of the embedded database. */
interface Remembered {
  cluster: string
  user: string
  password: string
  port: number
}
const remembered = (dataDir: string): Remembered =>
  JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8')) as Remembered

/** An empty one, which the database's unprivileged user can enter when the tests run as root. */
export function dataDirectory(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-data-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Where its cluster lies. */
export function clusterOf(dataDir: string): string {
  const { cluster } = remembered(dataDir)
  return cluster.startsWith('/') ? cluster : join(dataDir, cluster)
}

/** The process of its database, where it runs. */
export const postmasterOf = (dataDir: string): number | undefined =>
  existsSync(join(dataDir, 'database.json')) ? findPostmaster(clusterOf(dataDir))?.pid : undefined

/** Where its database listens, password and all. */
export function urlOf(dataDir: string): string {
  const { user, password, port } = remembered(dataDir)
  return `postgres://${user}:${password}@127.0.0.1:${port}/mingcha`
}

/** Stops whatever was left running on it, and removes it. */
export async function discard(dataDir: string): Promise<void> {
  const pid = postmasterOf(dataDir)
  if (pid !== undefined) await stopPostmaster(pid, 0)
  rmSync(dataDir, { recursive: true, force: true })
}
