/** `POST /api/v1/sync`: operations in, one result for each out. */
import type { FastifyInstance } from 'fastify'
import { MAX_BATCH, MAX_BATCH_BYTES, OLDEST_PROTOCOL, PROTOCOL } from '#contract/protocol'
import { routes } from '#contract/routes'
import { SyncRequest, type SyncResponse } from '#contract/sync'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { forData } from '../../http/guards.ts'
import { gzipAnswer } from '../../http/gzip-answer.ts'
import { gzipBody } from '../../http/inflate.ts'
import { parse } from '../../http/parse.ts'
import { applyBatch } from './apply.ts'

export function registerSyncRoutes(app: FastifyInstance, context: Context): void {
  const options = { ...gzipBody(MAX_BATCH_BYTES), ...gzipAnswer, ...forData }
  app.post(routes.sync(), options, async (request): Promise<SyncResponse> => {
    refuseOldClient(request.body)
    const { operations } = parse(SyncRequest, request.body, `a batch of up to ${MAX_BATCH} operations`)
    const now = context.now()
    const results = await applyBatch(context, operations, now)
    return { serverTime: now.toISOString(), results }
  })
}

/** Looked at before anything else: an old client's batch may have any shape. */
function refuseOldClient(body: unknown): void {
  const protocol = (body as { protocol?: unknown } | null)?.protocol
  if (typeof protocol === 'number' && protocol < OLDEST_PROTOCOL)
    throw new HttpError(
      'clientTooOld',
      'this app is too old for the server: update it; nothing unsent is lost',
      {
        oldest: OLDEST_PROTOCOL,
        current: PROTOCOL,
      },
    )
}
