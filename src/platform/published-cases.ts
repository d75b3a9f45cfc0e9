/** Published cases, as anyone may read them. Nothing of them is kept: what is taken back is gone. */
import { PublishedCases, type PublishedCasesQuery } from '#contract/published-cases'
import { routes } from '#contract/routes'
import type { Transport } from '#sync/ports'
import { ask } from '#sync/wire'
import { unwrap } from './answers.ts'

export async function readPublishedCases(
  transport: Transport,
  region: string,
  { department, after }: PublishedCasesQuery,
): Promise<PublishedCases> {
  const query = new URLSearchParams({ ...(department && { department }), ...(after && { after }) })
  const path = `${routes.publishedCases(region)}?${query.toString()}`
  return unwrap(await ask(transport, { method: 'GET', path }, PublishedCases))
}
