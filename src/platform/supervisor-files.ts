/** Asks a version of the app to keep the supervisor's part on this phone; `src/sw/supervisor-files.ts` does it. */
import { messageSW } from 'workbox-window'
import { ServiceError } from '#sync/services'
import { STORE_SUPERVISOR_FILES, STORED } from './supervisor-message.ts'

/** 30 kB, on a line as poor as they come. */
const PATIENCE_MS = 60_000

/**
 * Resolves when all of the supervisor's part of this version is stored.
 * @throws ServiceError `network`, `timeout` or `quota`
 */
export async function storeSupervisorFiles(worker: ServiceWorker): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), PATIENCE_MS)
  })
  const answer: unknown = await Promise.race([messageSW(worker, { type: STORE_SUPERVISOR_FILES }), patience])
  clearTimeout(timer)
  if (answer === STORED) return
  const code = answer === 'timeout' ? 'timeout' : answer === 'QuotaExceededError' ? 'quota' : 'network'
  throw new ServiceError(code, `the supervisor's files: ${String(answer)}`)
}
