/** A browser that takes the database away: what is asked next finds it again. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createDatabase } from '#platform/db'
import { createOutboxStore } from '#platform/outbox-store'
import { createSettings } from '#platform/settings'
import type { ServiceError } from '#sync/services'
import { entry } from '../sync/entries.ts'
import { phone } from './phone.ts'

afterEach(() => vi.unstubAllGlobals())

const put = (p: ReturnType<typeof phone>, n: number) =>
  p.database.write(['outbox'], 'strict', (tx) => tx.objectStore('outbox').put(entry(n)))

describe('a connection that the browser has closed', () => {
  it('is opened anew by the next reading and by the next writing', async () => {
    const p = phone()
    const store = createOutboxStore(p.database, p.changes)
    await put(p, 1)
    ;(await p.database.open()).close()
    expect((await store.entries()).map(({ id }) => id)).toEqual([entry(1).id])
    ;(await p.database.open()).close()
    await put(p, 2)
    ;(await p.database.open()).close()
    expect(await store.line()).toEqual({ failures: 0, notBefore: 0 })
    ;(await p.database.open()).close()
    expect((await createSettings(p.database).load()).theme).toBe('system')
    expect(await store.entries()).toHaveLength(2)
    await p.close()
  })

  it('makes way for another tab’s upgrade, and says so when the database has become too new', async () => {
    const p = phone()
    await put(p, 1)
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(p.name, 99)
      request.onsuccess = () => {
        request.result.close()
        resolve()
      }
      request.onerror = () => reject(new Error('the upgrade was blocked'))
    })
    const refused = await put(p, 2).catch((reason: unknown) => reason as ServiceError)
    expect(refused).toMatchObject({ code: 'storage', details: { name: 'VersionError' } })
    // Nothing of what was there has gone.
    await new Promise<void>((resolve) => {
      const request = indexedDB.open(p.name, 99)
      request.onsuccess = () => {
        const all = request.result.transaction('outbox').objectStore('outbox').count()
        all.onsuccess = () => {
          expect(all.result).toBe(1)
          request.result.close()
          resolve()
        }
      }
    })
  })
})

describe('a browser that stores nothing', () => {
  it.each([
    ['has no IndexedDB', undefined],
    [
      'forbids it',
      {
        open() {
          throw new DOMException('denied', 'SecurityError')
        },
      },
    ],
  ])('%s: the failure has a name of its own', async (_name, indexedDB) => {
    vi.stubGlobal('indexedDB', indexedDB)
    await expect(createDatabase('none').open()).rejects.toMatchObject({ code: 'noStorage' })
  })
})
