/** The phone's database: opened once, shared, reopened when the browser takes it away. */
import { openDB, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import { ServiceError } from '#sync/services'
import { beginNewLog } from './new-log.ts'
import type { MingchaDb } from './schema.ts'

const DB_NAME = 'mingcha'
const DB_VERSION = 2
/** How long an older tab may take to let go. */
const BLOCKED_MS = 10_000

type Connection = IDBPDatabase<MingchaDb>
type Upgrade = IDBPTransaction<MingchaDb, StoreNames<MingchaDb>[], 'versionchange'>

/**
 * One step a version, in order; a phone runs those it has not run. A step only adds: it never drops or rewrites a
 * store that may hold something unsent, and a step that shipped is never edited.
 */
const steps: ((db: Connection, upgrade: Upgrade) => void)[] = [
  (db) => {
    db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('sequence', 'sequence')
    db.createObjectStore('filed', { keyPath: 'id' }).createIndex('savedAt', 'savedAt')
    db.createObjectStore('blobs', { keyPath: 'sha256' })
    db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('kind', 'kind')
    db.createObjectStore('catalogues', { keyPath: 'region' })
    db.createObjectStore('manifests', { keyPath: 'region' })
    db.createObjectStore('items', { keyPath: ['region', 'code'] })
    db.createObjectStore('recents', { keyPath: 'region' })
    db.createObjectStore('pins', { keyPath: 'region' })
    db.createObjectStore('notices', { keyPath: 'id' })
    db.createObjectStore('settings')
    db.createObjectStore('views', { keyPath: 'id' })
    db.createObjectStore('boards', { keyPath: 'region' })
    db.createObjectStore('meta')
    db.createObjectStore('keys', { keyPath: 'name' })
    db.createObjectStore('supervisor')
    db.createObjectStore('visits', { keyPath: 'id' })
    db.createObjectStore('outcomes', { keyPath: 'id' })
    db.createObjectStore('setAside', { autoIncrement: true })
  },
  (db) => {
    db.createObjectStore('publicAnswers', { keyPath: 'path' })
  },
]

/** A failure of the browser's storage, as the app names it. */
function storageError(reason: unknown): ServiceError {
  if (reason instanceof ServiceError) return reason
  const name = reason instanceof DOMException ? reason.name : ''
  const message = reason instanceof Error ? reason.message : String(reason)
  const code = name === 'QuotaExceededError' ? 'quota' : name === 'SecurityError' ? 'noStorage' : 'storage'
  return new ServiceError(code, message, { name })
}

/** The browser closed the connection behind our back, before or while it was asked. */
const wasClosed = (reason: unknown): boolean =>
  reason instanceof DOMException && (reason.name === 'InvalidStateError' || reason.name === 'AbortError')

export interface Database {
  /** @throws ServiceError `storage`, or `noStorage` where the browser stores nothing (private windows, some settings) */
  open(): Promise<Connection>
  /** Reads; once more on a new connection when the browser took the old one away. */
  read<T>(work: (db: Connection) => Promise<T>): Promise<T>
  /**
   * One transaction. With `strict` it resolves only when the disk has it: for everything the user is told is saved.
   * Whatever fails in it undoes all of it.
   * @throws ServiceError `quota` or `storage`
   */
  write<Names extends StoreNames<MingchaDb>[], T>(
    stores: Names,
    durability: 'strict' | 'relaxed',
    work: (tx: IDBPTransaction<MingchaDb, Names, 'readwrite'>) => Promise<T>,
  ): Promise<T>
  close(): Promise<void>
}

/** The connection closes by itself when a newer version of the app wants to upgrade, and opens again on the next use. */
export function createDatabase(name = DB_NAME): Database {
  let opening: Promise<Connection> | undefined
  let logIsNew = false

  const connect = (): Promise<Connection> => {
    const forget = () => {
      if (opening === mine) opening = undefined
    }
    let giveUp: (reason: Error) => void = () => undefined
    const patience = new Promise<never>((_, reject) => (giveUp = reject))
    const open = () =>
      openDB<MingchaDb>(name, DB_VERSION, {
        upgrade: (db, from, _to, tx) => {
          for (const step of steps.slice(from)) step(db, tx)
        },
        // An older tab, frozen perhaps, does not make way: say so rather than wait without end.
        blocked: () => {
          setTimeout(() => {
            giveUp(new ServiceError('storage', 'another tab holds the database', { name: 'blocked' }))
          }, BLOCKED_MS)
        },
        // Another tab runs a newer app and waits for us: make way at once, work in hand still completes.
        blocking: (_from, _to, event) => {
          forget()
          ;(event.target as IDBDatabase).close()
        },
        // The browser closed it (storage pressure, a crash of its own): the next use opens it anew.
        terminated: forget,
      })
    // Where nothing may be stored there is no `indexedDB`, or asking it throws.
    const opened = (async () => {
      if (typeof indexedDB === 'undefined')
        throw new ServiceError('noStorage', 'this browser has no IndexedDB')
      const opened = open()
      if (!logIsNew) beginNewLog()
      logIsNew = true
      return opened
    })()
    const mine: Promise<Connection> = Promise.race([opened, patience]).catch((reason: unknown) => {
      forget()
      throw storageError(reason)
    })
    opening = mine
    return mine
  }
  const open = () => opening ?? connect()

  return {
    open,
    async read(work) {
      try {
        const connection = open()
        try {
          return await work(await connection)
        } catch (reason) {
          if (!wasClosed(reason)) throw reason
          if (opening === connection) opening = undefined
          return await work(await open())
        }
      } catch (reason) {
        throw storageError(reason)
      }
    },
    async write(stores, durability, work) {
      try {
        const tx = begin(await open(), stores, durability) ?? begin(await connect(), stores, durability)
        if (!tx) throw new ServiceError('storage', 'the database is closed')
        try {
          const result = await work(tx)
          await tx.done
          return result
        } catch (reason) {
          const ended: Promise<unknown> = tx.done.catch((cause: unknown) => cause)
          try {
            tx.abort()
          } catch {
            // it had ended already
          }
          const cause = await ended
          // A full disk ends the transaction by itself, and explains what the work saw of it.
          throw cause instanceof DOMException && cause.name === 'QuotaExceededError' ? cause : reason
        }
      } catch (reason) {
        throw storageError(reason)
      }
    },
    async close() {
      const current = opening
      opening = undefined
      if (current) (await current).close()
    },
  }
}

/** Undefined when the browser has closed the connection behind our back. */
function begin<Names extends StoreNames<MingchaDb>[]>(
  db: Connection,
  stores: Names,
  durability: 'strict' | 'relaxed',
): IDBPTransaction<MingchaDb, Names, 'readwrite'> | undefined {
  try {
    return db.transaction(stores, 'readwrite', { durability })
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'InvalidStateError') return undefined
    throw reason
  }
}
