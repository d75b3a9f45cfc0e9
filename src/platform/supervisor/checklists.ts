/** The checklists that ship with the product: data files of the app, stored on a supervisor's phone (`src/sw`). */
import type { Checklist } from '#domain/inspections/types'
import { ServiceError } from '#sync/services'

/** By id and version; a version once shipped stays, because sealed records name it. */
const SHIPPED: Partial<Record<string, URL>> = {
  'hall.1': new URL('../../domain/inspections/hall-checklist.1.json', import.meta.url),
}

/**
 * Undefined for one that does not ship with this version. A cast, not a parse: the file is part of the build, and a test
 * parses it with `parseChecklist`.
 * @throws ServiceError `network` when it is neither stored on the phone nor to be had now
 */
export async function shippedChecklist(
  doFetch: (address: URL) => Promise<Response>,
  id: string,
  version: number,
): Promise<Checklist | undefined> {
  const address = SHIPPED[`${id}.${version}`]
  if (!address) return undefined
  try {
    const answer = await doFetch(address)
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    return (await answer.json()) as Checklist
  } catch (reason) {
    throw new ServiceError('network', `the checklist ${id} ${version}: ${String(reason)}`)
  }
}
