/** The public board, and the open data it can be recomputed from. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { API } from '#contract/routes'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { noneMatchHolds } from '../catalogue/negotiation.ts'
import { itemsAsCsv, itemsAsJson } from './open-data.ts'
import { boardOf } from './service.ts'

const unknownRegion = (region: string) =>
  new HttpError('unknownRegion', 'this server has no such region', { region })

export function registerBoardRoutes(app: FastifyInstance, context: Context): void {
  app.get<{ Params: { region: string } }>(`${API}/regions/:region/board`, async (request, reply) => {
    const known = await boardOf(context, request.params.region)
    if (!known) throw unknownRegion(request.params.region)
    const etag = `"${createHash('sha256').update(known.mark).digest('hex').slice(0, 24)}"`
    void reply.header('cache-control', 'no-cache').header('etag', etag)
    if (noneMatchHolds(request.headers['if-none-match'], etag)) return reply.code(304).send()
    return known.board
  })

  app.get<{ Params: { region: string; file: string } }>(
    `${API}/regions/:region/open-data/:file`,
    async (request, reply) => {
      const { region, file } = request.params
      if (file !== 'items.csv' && file !== 'items.json') throw new HttpError('notFound', 'no such open data')
      const catalogue = await loadCatalogue(context, region)
      if (!catalogue) throw unknownRegion(region)
      const etag = `"${catalogue.version}-${file}"`
      void reply.header('cache-control', 'no-cache').header('etag', etag)
      if (noneMatchHolds(request.headers['if-none-match'], etag)) return reply.code(304).send()
      if (file === 'items.json') return itemsAsJson(catalogue)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${region}-items.csv"`)
        .send(itemsAsCsv(catalogue))
    },
  )
}
