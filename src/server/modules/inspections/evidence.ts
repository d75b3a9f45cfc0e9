/** The evidence of a region as one file that anyone can verify without us. */
import type { EvidenceFile } from '#contract/inspections'
import type { Context } from '../../context.ts'

/** Records stand by device and sequence; with `photos`, every photo they name comes along. */
export async function exportEvidence(
  { db, now }: Context,
  region: string,
  { photos }: { photos: boolean },
): Promise<EvidenceFile> {
  const rows = await db
    .selectFrom('inspections')
    .innerJoin('devices', 'devices.id', 'inspections.device')
    .select(['inspections.id', 'device', 'public_key', 'jws', 'sequence', 'received_at'])
    .where('region', '=', region)
    .orderBy('device')
    .orderBy('sequence')
    .orderBy('received_at')
    .execute()
  const devices = new Map(rows.map(({ device, public_key }) => [device, public_key]))
  const sealed = new Map<string, number>()
  for (const { device, sequence } of rows) sealed.set(device, Math.max(sequence, sealed.get(device) ?? 0))
  return {
    format: 'mingcha-evidence',
    version: 1,
    exportedAt: now().toISOString(),
    devices: [...devices].map(([id, publicKey]) => ({ id, publicKey, sealed: sealed.get(id) ?? 0 })),
    records: rows.map(({ jws, received_at }) => ({ jws, receivedAt: received_at.toISOString() })),
    ...(photos ? { photos: await photosOf(db, region) } : {}),
  }
}

async function photosOf(db: Context['db'], region: string): Promise<NonNullable<EvidenceFile['photos']>> {
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
