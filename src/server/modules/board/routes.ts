/** The public board, and the open data it can be recomputed from. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { API } from '#contract/routes'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { noneMatchHolds } from '../catalogue/negotiation.ts'
import { toCsv } from './csv.ts'
import { itemsAsCsv, itemsAsJson } from './open-data.ts'
import { openRecords, type RecordSet } from './open-records.ts'
import { boardOf, lastWorkday } from './service.ts'

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
      const [, set, format] = /^(items|cases|ratings|inspections)\.(csv|json)$/.exec(file) ?? []
      if (set === undefined) throw new HttpError('notFound', 'no such open data')
      const catalogue = await loadCatalogue(context, region)
      if (!catalogue) throw unknownRegion(region)
      void reply.header('cache-control', 'no-cache')
      if (format === 'csv')
        void reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${region}-${set}.csv"`)

      if (set === 'items') {
        const etag = `"${catalogue.version}-${file}"`
        void reply.header('etag', etag)
        if (noneMatchHolds(request.headers['if-none-match'], etag)) return reply.code(304).send()
        return format === 'csv' ? itemsAsCsv(catalogue) : itemsAsJson(catalogue)
      }
      const now = context.now()
      const rows = await openRecords(context.db, set as RecordSet, region, lastWorkday(dateInChina(now)))
      if (format === 'csv') return toCsv(rows)
      return { region: catalogue.region, asOf: now.toISOString(), [set]: rows }
    },
  )
}
