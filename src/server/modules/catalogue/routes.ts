/** Regions, manifests, and the immutable files they point to. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { API } from '#contract/routes'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { rulesOf } from '../cases/rules.ts'
import { chooseCoding, noneMatchHolds } from './negotiation.ts'
import { manifestOf, publishedFile, regionList } from './service.ts'

export function registerCatalogueRoutes(app: FastifyInstance, context: Context): void {
  app.get(`${API}/regions`, async (_request, reply) => {
    void reply.header('cache-control', 'no-cache')
    return regionList(context)
  })

  app.get<{ Params: { region: string } }>(`${API}/regions/:region/catalogue`, async (request, reply) => {
    const manifest = await manifestOf(context, request.params.region)
    if (!manifest) throw new HttpError('unknownRegion', `no catalogue of region ${request.params.region}`)
    const rules = await rulesOf(context, request.params.region)
    const periods = createHash('sha256').update(JSON.stringify(rules)).digest('hex')
    const etag = `"${manifest.version}-${manifest.sha256.slice(0, 16)}-${periods.slice(0, 8)}"`
    void reply.header('cache-control', 'no-cache').header('etag', etag)
    if (noneMatchHolds(request.headers['if-none-match'], etag)) return reply.code(304).send()
    return { ...manifest, rules }
  })

  app.get<{ Params: { file: string } }>(`${API}/catalogue-files/:file`, async (request, reply) => {
    const sha256 = /^([0-9a-f]{64})\.json$/.exec(request.params.file)?.[1]
    const coding = chooseCoding(request.headers['accept-encoding'])
    const data = sha256 === undefined ? undefined : await publishedFile(context, sha256, coding)
    if (sha256 === undefined || !data) throw new HttpError('notFound', 'no such published file')
    const etag = `"${sha256}-${coding}"`
    void reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .header('etag', etag)
    if (noneMatchHolds(request.headers['if-none-match'], etag)) return reply.code(304).send()
    if (coding !== 'identity') void reply.header('content-encoding', coding)
    return reply.type('application/json; charset=utf-8').send(data)
  })
}
