/** The keys by which anyone can check what this server signed, and each phone's own receipts. */
import type { FastifyInstance } from 'fastify'
import { EVIDENCE_KEYS, type EvidenceKeys } from '#contract/inspections'
import { OWN_RECEIPTS, type OwnReceipts, OwnReceiptsQuery } from '#contract/supervisors'
import type { Context } from '../../context.ts'
import { parse } from '../../http/parse.ts'
import { authenticate } from '../supervisors/auth.ts'
import { ensureSigningKey, publishedKeys } from './keys.ts'
import { receiptsAfter } from './receipts.ts'

export function registerEvidenceRoutes(app: FastifyInstance, context: Context): void {
  app.get(EVIDENCE_KEYS, async (): Promise<EvidenceKeys> => {
    await ensureSigningKey(context.db, context.now())
    return { keys: await publishedKeys(context.db) }
  })
  app.get(OWN_RECEIPTS, async (request): Promise<OwnReceipts> => {
    const { device } = await authenticate(context, request)
    const { after } = parse(OwnReceiptsQuery, request.query, 'the address')
    return { receipts: await receiptsAfter(context.db, device, after) }
  })
}
