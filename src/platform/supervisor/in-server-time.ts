/** A phone whose clock stands wrong learns the server's time from the refusal, and asks once more. */
import * as v from 'valibot'
import { Instant } from '#contract/fields'
import { ServiceError } from '#sync/services'

const Told = v.object({ serverTime: Instant })

/** Runs a request that carries a dated token; after `unauthenticated` with the server's time, once again. */
export async function inServerTime<T>(note: (at: string) => void, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (reason) {
    if (!(reason instanceof ServiceError) || reason.code !== 'unauthenticated') throw reason
    const told = v.safeParse(Told, reason.details)
    if (!told.success) throw reason
    note(told.output.serverTime)
    return request()
  }
}
