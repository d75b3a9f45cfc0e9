/** The one door to the database: the embedded one of a data directory, or any PostgreSQL by its address. */
import { mkdirSync } from 'node:fs'
import type { Kysely } from 'kysely'
import type { Config } from '../config.ts'
import { bringUp, type Cluster } from './embedded/cluster.ts'
import { findPostmaster, stopPostmaster } from './embedded/postmaster.ts'
import type { Note } from './embedded/places.ts'
import { alone } from './embedded/start-lock.ts'
import { migrate } from './migrate.ts'
import { openPool } from './pool.ts'
import type { Database } from './schema.ts'
import { DirectoryInUse, othersConnected, tryServerLock } from './server-lock.ts'
import { watchLock } from './watch.ts'

export interface OpenDatabase {
  db: Kysely<Database>
  kind: 'embedded' | 'url'
  /** where the data lies, without any password */
  where: string
  /** for the console: where things went that one would look for elsewhere */
  notes: Note[]
  close: () => Promise<void>
}

/** Clients are given this long, in ms, to finish when the server stops the database. */
const PATIENCE = 3_000

/**
 * Opens the database with its schema up to date. A `server` of an embedded database is the only one (else
 * `DirectoryInUse`) and stops it on `close`; a `command` joins a running one, or starts it and stops it again unless
 * somebody uses it by then. `lost` is called when a server's database is gone for good.
 */
export async function openDatabase(
  config: Pick<Config, 'dataDir' | 'databaseUrl'>,
  role: 'server' | 'command',
  lost: (why: string) => void = () => undefined,
): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return openByUrl(config.databaseUrl, role)
  return openEmbedded(config.dataDir, role, lost)
}

async function openByUrl(url: string, role: string): Promise<OpenDatabase> {
  const { db } = openPool(url, `mingcha-${role}`, 20)
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  const { host, pathname } = new URL(url)
  return { db, kind: 'url', where: `${host}${pathname}`, notes: [], close: () => db.destroy() }
}

async function openEmbedded(
  dataDir: string,
  role: 'server' | 'command',
  lost: (why: string) => void,
): Promise<OpenDatabase> {
  makeFolder(dataDir)
  return alone(dataDir, async () => {
    const cluster = await bringUp(dataDir)
    const guard = role === 'server' ? await tryServerLock(cluster.url) : undefined
    if (role === 'server' && !guard)
      throw new DirectoryInUse(
        `another Mingcha server is running on ${dataDir}: stop it first, or start this one with another DATA_DIR`,
      )
    const { db } = openPool(cluster.url, `mingcha-${role}`)
    const watch = guard && watchLock(guard, dataDir, cluster.url, lost)
    const close = async () => {
      await db.destroy()
      await watch?.release()
      await alone(dataDir, () => (role === 'server' ? stopAsServer(cluster.folder) : stopUnlessUsed(cluster)))
    }
    try {
      await migrate(db)
    } catch (error) {
      await db.destroy()
      await watch?.release()
      await stopUnlessUsed(cluster)
      throw error
    }
    return { db, kind: 'embedded', where: cluster.folder, notes: cluster.notes, close }
  })
}

/** The folder must be there before the lock file can be. */
function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    throw new Error(`the data directory ${dataDir} cannot be made: ${(error as Error).message}`)
  }
}

async function stopAsServer(folder: string): Promise<void> {
  const running = findPostmaster(folder)
  if (running) await stopPostmaster(running.pid, PATIENCE)
}

/** The last to leave turns off the light: not while a server has taken the database over or another command works. */
async function stopUnlessUsed(cluster: Cluster): Promise<void> {
  let guard
  try {
    guard = await tryServerLock(cluster.url)
  } catch {
    // It is gone already.
    return
  }
  if (!guard) return
  const others = await othersConnected(guard)
  await guard.end()
  if (others === 0) await stopPostmaster(cluster.pid, PATIENCE)
}
