/** Public notices and yearly scores, as anyone may read them. Nothing of them is kept. */
import type * as v from 'valibot'
import { PublicNotice, PublicNoticeList } from '#contract/public-notices'
import { routes } from '#contract/routes'
import { YearlyScores } from '#contract/scores'
import type { Transport } from '#sync/ports'
import { ask } from '#sync/wire'
import { unwrap } from './answers.ts'

const read = async <T>(transport: Transport, path: string, schema: v.GenericSchema<unknown, T>): Promise<T> =>
  unwrap(await ask(transport, { method: 'GET', path }, schema))

export const readPublicNotices = (transport: Transport, region: string) =>
  read(transport, routes.publicNotices(region), PublicNoticeList)
export const readPublicNotice = (transport: Transport, region: string, id: string) =>
  read(transport, routes.publicNotice(region, id), PublicNotice)
export const readScores = (transport: Transport, region: string) =>
  read(transport, routes.scores(region), YearlyScores)
