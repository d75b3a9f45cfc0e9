/** Look-ups by receipt code. By POST, so that no code ever stands in an address. */
import type { FastifyInstance } from 'fastify'
import { ReceiptLookup, ReceiptPhoto } from '#contract/receipts'
import { routes } from '#contract/routes'
import type { Context } from '../../context.ts'
import { strictLimit } from '../../http/limits.ts'
import { parse } from '../../http/parse.ts'
import { lookUpCase, photoOfCase } from './service.ts'

export function registerReceiptRoutes(app: FastifyInstance, context: Context): void {
  app.post(routes.receiptLookup(), strictLimit(context), (request) => {
    const { code } = parse(ReceiptLookup, request.body, 'a look-up')
    return lookUpCase(context, code)
  })

  // Counted apart from the look-ups: a case may have nine photos.
  app.post(routes.receiptPhoto(), async (request, reply) => {
    const { code, sha256 } = parse(ReceiptPhoto, request.body, 'a look-up')
    const { type, data } = await photoOfCase(context, code, sha256)
    return reply.type(type).header('cache-control', 'private, no-store').send(data)
  })
}
