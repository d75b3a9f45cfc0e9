/** Keeps the server's lock: when PostgreSQL falls, the server brings it up again and takes the lock anew. */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { bringUp } from './embedded/cluster.ts'
import { alone } from './embedded/start-lock.ts'
import { tryServerLock } from './server-lock.ts'

const ATTEMPTS = 20

/**
 * Watches the connection that holds the lock. `lost` is called once, when the database cannot be had back or
 * another server took it: then this server must end.
 */
export function watchLock(
  first: pg.Client,
  dataDir: string,
  url: string,
  lost: (why: string) => void,
): { release(): Promise<void> } {
  let client = first
  let released = false

  const attach = () => {
    const mine = client
    let ended = false
    const end = () => {
      if (ended || released || mine !== client) return
      ended = true
      void regain()
    }
    mine.on('error', end)
    mine.on('end', end)
  }

  const regain = async () => {
    let why = 'the database does not come up again'
    for (let attempt = 0; attempt < ATTEMPTS && !isReleased(); attempt++) {
      if (attempt > 0) await sleep(500)
      try {
        const again = await alone(dataDir, async () => {
          const cluster = await bringUp(dataDir)
          // The pool knows one address only.
          return cluster.url === url ? await tryServerLock(url) : 'elsewhere'
        })
        if (again === undefined) {
          lost('another server took the data directory over')
          return
        }
        if (again === 'elsewhere') {
          lost('the database came up on another port')
          return
        }
        client = again
        attach()
        return
      } catch (error) {
        why = error instanceof Error ? error.message : why
      }
    }
    if (!isReleased()) lost(why)
  }
  const isReleased = () => released

  attach()
  return {
    async release() {
      released = true
      await client.end().catch(() => undefined)
    },
  }
}
