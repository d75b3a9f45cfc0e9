/** The evidence of a region as one file that anyone can verify without us. */
import type { Kysely } from 'kysely'
import type { EvidenceFile } from '#contract/inspections'
import { EXPORT_JWS_TYPE, exportContents, type ExportStatement } from '#domain/inspections/export-statement'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { ensureSigningKey, publishedKeys, signWith } from '../evidence/keys.ts'
import { EVIDENCE_PORTS } from './evidence-ports.ts'

type Db = Kysely<Database>

/**
 * Records stand by device and sequence, replies by inspection in the order they came, receipts by device and number,
 * all as of one moment; with `photos`, every photo of the records comes along. The whole is signed as it stands.
 */
export async function exportEvidence(
  { db, now }: Pick<Context, 'db' | 'now'>,
  region: string,
  { photos }: { photos: boolean },
): Promise<EvidenceFile> {
  await ensureSigningKey(db, now())
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const exportedAt = now().toISOString()
      const keys = await publishedKeys(tx)
      const file: EvidenceFile = {
        format: 'mingcha-evidence',
        version: 1,
        exportedAt,
        devices: await devicesOf(tx, region),
        records: await recordsOf(tx, region),
        ...(photos ? { photos: await photosOf(tx, region) } : {}),
        replies: await repliesOf(tx, region),
        keys,
        receipts: await receiptsOf(tx, region),
      }
      const [current] = keys
      if (!current || current.retiredAt !== undefined) throw new Error('there is no key to sign with')
      const contents = await exportContents(file, EVIDENCE_PORTS.sha256)
      const statement: ExportStatement = { ...contents, region, exportedAt }
      return { ...file, seal: await signWith(tx, current.id, statement, EXPORT_JWS_TYPE) }
    })
}

/** Phones that sealed a record or a reply. */
async function devicesOf(db: Db, region: string): Promise<EvidenceFile['devices']> {
  const rows = await db
    .selectFrom('devices as d')
    .innerJoin('supervisors as s', 's.id', 'd.supervisor')
    .select(['d.id', 'd.public_key'])
    .select((eb) =>
      eb
        .selectFrom('inspections as i')
        .select((of) => of.fn.max('i.sequence').as('sealed'))
        .whereRef('i.device', '=', 'd.id')
        .as('sealed'),
    )
    .where('s.region', '=', region)
    .where((eb) =>
      eb.or([
        eb.exists(eb.selectFrom('inspections as i').select('i.id').whereRef('i.device', '=', 'd.id')),
        eb.exists(eb.selectFrom('inspection_replies as r').select('r.id').whereRef('r.device', '=', 'd.id')),
      ]),
    )
    .orderBy('d.id')
    .execute()
  return rows.map(({ id, public_key, sealed }) => ({ id, publicKey: public_key, sealed: sealed ?? 0 }))
}

async function recordsOf(db: Db, region: string): Promise<EvidenceFile['records']> {
  const rows = await db
    .selectFrom('inspections')
    .select(['jws', 'received_at'])
    .where('region', '=', region)
    .orderBy('device')
    .orderBy('sequence')
    .orderBy('received_at')
    .execute()
  return rows.map(({ jws, received_at }) => ({ jws, receivedAt: received_at.toISOString() }))
}

async function repliesOf(db: Db, region: string): Promise<NonNullable<EvidenceFile['replies']>> {
  const rows = await db
    .selectFrom('inspection_replies as r')
    .innerJoin('inspections as i', 'i.id', 'r.inspection')
    .innerJoin('inspection_events as e', (join) =>
      join.onRef('e.inspection', '=', 'r.inspection').onRef('e.seq', '=', 'r.seq'),
    )
    .select(['r.jws', 'e.at'])
    .where('i.region', '=', region)
    .orderBy('r.inspection')
    .orderBy('r.seq')
    .execute()
  return rows.map(({ jws, at }) => ({ jws, receivedAt: at.toISOString() }))
}

async function receiptsOf(db: Db, region: string): Promise<string[]> {
  const rows = await db
    .selectFrom('evidence_receipts as r')
    .innerJoin('devices as d', 'd.id', 'r.device')
    .innerJoin('supervisors as s', 's.id', 'd.supervisor')
    .select('r.jws')
    .where('s.region', '=', region)
    .orderBy('r.device')
    .orderBy('r.number')
    .execute()
  return rows.map(({ jws }) => jws)
}

async function photosOf(db: Db, region: string): Promise<NonNullable<EvidenceFile['photos']>> {
  const names = await db
    .selectFrom('inspection_photos')
    .innerJoin('inspections', 'inspections.id', 'inspection_photos.inspection')
    .select('sha256')
    .distinct()
    .where('region', '=', region)
    .orderBy('sha256')
    .execute()
  const photos: NonNullable<EvidenceFile['photos']> = []
  for (const { sha256 } of names) {
    const { data } = await db
      .selectFrom('blobs')
      .select('data')
      .where('sha256', '=', sha256)
      .executeTakeFirstOrThrow()
    photos.push({ sha256, data: data.toString('base64') })
  }
  return photos
}
