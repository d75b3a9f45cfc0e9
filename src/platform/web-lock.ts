/** The drainer's lock: Web Locks across tabs and the service worker, or a chain of promises where they are missing. */
import type { Lock } from '#sync/ports'

/**
 * Without Web Locks (Safari before 15.4, or a page that is not secure) only this context is held apart; two tabs
 * draining at once then cost a repeated request, which the server answers as a duplicate, and no second effect.
 */
export function createLock(
  name = 'mingcha-drain',
  locks: LockManager | undefined = typeof navigator === 'undefined' ? undefined : navigator.locks,
): Lock {
  if (locks) {
    return {
      run<T>(task: () => Promise<T>): Promise<T> {
        return new Promise<T>((resolve, reject) => {
          locks.request(name, () => task().then(resolve, reject)).catch(reject)
        })
      },
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    run<T>(task: () => Promise<T>): Promise<T> {
      const mine = last.then(task, task)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
