/** Every request ends: answered, failed or given up. */
import { TransportError } from '#sync/ports'
import { ServiceError } from '#sync/services'

/**
 * Runs a fetch with a deadline that covers the body too.
 * @throws TransportError
 */
export async function timed<T>(ms: number, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort()
  }, ms)
  try {
    return await task(controller.signal)
  } catch (reason) {
    if (reason instanceof ServiceError) throw reason
    const message = reason instanceof Error ? reason.message : String(reason)
    throw new TransportError(controller.signal.aborted ? 'timeout' : 'network', message)
  } finally {
    clearTimeout(timer)
  }
}
