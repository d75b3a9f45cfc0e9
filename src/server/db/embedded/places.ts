/**
 * Where the embedded database lies, and its password and port, which are kept in `database.json` in the data
 * directory. Under root the unprivileged user may not reach the data directory or node_modules (a checkout in /root):
 * what it cannot reach goes to a state directory that it can.
 */
import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import * as v from 'valibot'
import { type Account, canEnter, canRun, databaseAccount } from './account.ts'
import { type Binaries, findBinaries } from './binaries.ts'

const Memory = v.object({
  /** relative to the data directory, or absolute where it lies elsewhere */
  cluster: v.string(),
  user: v.string(),
  password: v.string(),
  port: v.number(),
  initialised: v.boolean(),
})
export type Memory = v.InferOutput<typeof Memory>

/** A sentence for the console, in both languages. */
export interface Note {
  zh: string
  en: string
}

export interface Places {
  dataDir: string
  /** PGDATA */
  cluster: string
  binaries: Binaries
  account: Account | undefined
  /** what an administrator should know about where things went */
  notes: Note[]
}

const memoryFile = (dataDir: string): string => join(dataDir, 'database.json')

/** What is remembered of the database of this directory; undefined before the first start. Throws where it is unreadable. */
export function recall(dataDir: string): Memory | undefined {
  const file = memoryFile(dataDir)
  if (!existsSync(file)) return undefined
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new Error(`${file} cannot be read by this user: start as the user who owns ${dataDir}`)
  }
  try {
    return v.parse(Memory, JSON.parse(text))
  } catch {
    throw new Error(`${file} is damaged: restore it from a backup; without it the database has no password`)
  }
}

/** Written whole or not at all, and readable by its owner only. */
export function remember(dataDir: string, memory: Memory): void {
  const file = memoryFile(dataDir)
  const draft = `${file}.${process.pid}`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeSync(handle, `${JSON.stringify(memory, null, 2)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}

/** Decides where things are, makes the folders, and on the very first start the password. */
export function settle(dataDir: string): { places: Places; memory: Memory } {
  const notes: Note[] = []
  const before = recall(dataDir)
  const known = before && (isAbsolute(before.cluster) ? before.cluster : resolve(dataDir, before.cluster))
  const account = databaseAccount(known ?? join(dataDir, 'postgres'))
  const cluster = known ?? newCluster(dataDir, account)
  if (!cluster.startsWith(dataDir) && account)
    notes.push({
      zh: `数据库放在 ${cluster}，因为用户 ${account.name} 进不了 ${dataDir}。`,
      en: `The database lies in ${cluster}, because the user ${account.name} cannot enter ${dataDir}.`,
    })
  const binaries = reachableBinaries(findBinaries(), dataDir, account, notes)
  const memory = before ?? {
    cluster: cluster.startsWith(dataDir) ? 'postgres' : cluster,
    user: 'mingcha',
    password: randomBytes(24).toString('base64url'),
    port: 0,
    initialised: false,
  }
  if (memory.initialised && !existsSync(join(cluster, 'PG_VERSION')))
    throw new Error(
      `the database of ${dataDir} should lie in ${cluster} but is not there: restore it, or remove ${memoryFile(dataDir)} to begin with an empty one`,
    )
  if (!before) remember(dataDir, memory)
  return { places: { dataDir, cluster, binaries, account, notes }, memory }
}

function newCluster(dataDir: string, account: Account | undefined): string {
  if (!account || canEnter(account, dataDir)) return join(dataDir, 'postgres')
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const folder = join(stateDir(account), name)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  return join(folder, 'postgres')
}

function reachableBinaries(
  found: Binaries,
  dataDir: string,
  account: Account | undefined,
  notes: Note[],
): Binaries {
  if (!account || canRun(account, join(found.home, 'bin', 'postgres'))) return found
  const home = join(stateDir(account), `native-${found.version}`)
  if (!existsSync(home)) {
    const draft = `${home}.${process.pid}`
    cpSync(found.home, draft, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(draft, home)
    } catch {
      // Another start was quicker; its copy is the same.
      rmSync(draft, { recursive: true, force: true })
    }
  }
  notes.push({
    zh: `PostgreSQL 从 ${home} 运行，因为用户 ${account.name} 用不了 ${found.home}。`,
    en: `PostgreSQL runs from ${home}, because the user ${account.name} cannot run it from ${found.home}.`,
  })
  return { ...found, home }
}

/** A folder of root's that the account can enter. One that someone else made or may write to is not trusted. */
function stateDir(account: Account): string {
  for (const base of ['/var/lib/mingcha', '/var/tmp/mingcha']) {
    try {
      mkdirSync(base, { recursive: true, mode: 0o755 })
    } catch {
      continue
    }
    const { uid, mode } = statSync(base)
    if (uid === 0 && (mode & 0o022) === 0 && canEnter(account, base)) return base
  }
  throw new Error(
    `PostgreSQL does not run as root, and no folder was found that the user ${account.name} can enter: ` +
      'set DATA_DIR to one, start as an ordinary user, or set DATABASE_URL',
  )
}
