/** Asks for the regions with everything that can say why the answer is none: schemas, the wire's refusals. */
import { RegionList } from '#contract/regions'
import { routes } from '#contract/routes'
import { ask } from '#sync/wire'
import { unwrap } from './answers.ts'
import { createTransport } from './http.ts'

/** @throws ServiceError */
export async function askForRegions(): Promise<RegionList> {
  return unwrap(await ask(createTransport(), { method: 'GET', path: routes.regions() }, RegionList))
}
