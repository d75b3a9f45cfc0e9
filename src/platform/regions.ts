/**
 * Which regions the server offers. On a first visit this is the whole network: it needs neither schemas nor the
 * transport until something is amiss.
 */
import type { RegionList } from '#contract/regions'
import { asServiceError } from './answers.ts'
import { timed } from './deadline.ts'
import { readRegionList } from './region-list.ts'

const TIMEOUT_MS = 30_000

/** @throws ServiceError */
export async function offeredRegions(): Promise<RegionList> {
  const list = await timed(TIMEOUT_MS, async (signal) => {
    const answer = await fetch('/api/v1/regions', {
      signal,
      // A captive portal redirects; our server never does.
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
    })
    if (!answer.ok) return undefined
    const text = await answer.text()
    try {
      return readRegionList(JSON.parse(text))
    } catch {
      return undefined
    }
  }).catch((reason: unknown) => {
    throw asServiceError(reason)
  })
  if (list) return list
  const { askForRegions } = await import('./ask-for-regions.ts')
  return askForRegions()
}
