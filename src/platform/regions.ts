/** Which regions the server offers. Apart from the catalogues' own files: on a first visit this is the whole network. */
import { RegionList } from '#contract/regions'
import { routes } from '#contract/routes'
import { ask } from '#sync/wire'
import { unwrap } from './answers.ts'
import { createTransport } from './http.ts'

/** @throws ServiceError */
export async function offeredRegions(): Promise<RegionList> {
  return unwrap(await ask(createTransport(), { method: 'GET', path: routes.regions() }, RegionList))
}
