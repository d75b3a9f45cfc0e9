/** The evidence of one inspection, checked again at the moment somebody looks at it. */
import type { Kysely } from 'kysely'
import type { InspectionDetail } from '#contract/desk/inspections'
import { verifyEvidence } from '#domain/inspections/evidence'
import { openJws } from '#domain/inspections/jws'
import type { Database } from '../../db/schema.ts'
import { EVIDENCE_PORTS } from './evidence-ports.ts'
import { sha256Hex, signatureHolds } from './signature.ts'
import type { Inspection } from './service.ts'

/** Problems of the chain need its other records: they stand in `chain`, and in the export for the whole. */
const OF_THE_CHAIN = new Set(['missing', 'brokenLink', 'forked', 'doubled', 'reordered'])

export async function checkedEvidence(
  db: Kysely<Database>,
  row: Inspection,
): Promise<InspectionDetail['evidence']> {
  const { public_key } = await db
    .selectFrom('devices')
    .select('public_key')
    .where('id', '=', row.device)
    .executeTakeFirstOrThrow()
  const stored = await db
    .selectFrom('inspection_photos')
    .innerJoin('blobs', 'blobs.sha256', 'inspection_photos.sha256')
    .select(['blobs.sha256', 'blobs.data'])
    .where('inspection', '=', row.id)
    .execute()
  const opened = openJws(row.jws)
  const signature =
    !('invalid' in opened) &&
    signatureHolds(public_key, Buffer.from(opened.signed, 'ascii'), opened.signature)
  const { findings } = await verifyEvidence(
    {
      devices: [{ id: row.device, publicKey: public_key }],
      records: [{ jws: row.jws, receivedAt: row.received_at.toISOString() }],
    },
    EVIDENCE_PORTS,
  )
  const { serverTime, sealedAt } = row.record
  const known = serverTime && Date.parse(serverTime.at) + serverTime.elapsedMs
  return {
    signature,
    hash: row.jws_hash,
    device: row.device,
    sequence: row.sequence,
    chain: row.chain,
    altered: stored.filter(({ sha256, data }) => sha256Hex(data) !== sha256).map(({ sha256 }) => sha256),
    skewMs: known === undefined ? null : Math.round(Date.parse(sealedAt) - known),
    delayMs: row.received_at.getTime() - Date.parse(sealedAt),
    problems: findings
      .filter(({ problem }) => !OF_THE_CHAIN.has(problem))
      .map(({ problem, detail }) => ({ problem, detail })),
  }
}
