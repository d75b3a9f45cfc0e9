/** Photos that came in but whose record never did, or was refused and given up. */
import { sql } from 'kysely'
import type { Context } from '../context.ts'

/** A phone may be offline for weeks between its photos and its record; should it come later, it sends them again. */
export const ORPHAN_DAYS = 60
const AT_ONCE = 500

/** Says how many were dropped. */
export async function dropOrphanBlobs({ db, now }: Context): Promise<number> {
  const before = new Date(now().getTime() - ORPHAN_DAYS * 86_400_000)
  const { numAffectedRows } = await sql`
    delete from blobs where sha256 in (
      select sha256 from blobs b
      where received_at < ${before}
        and not exists (select from case_photos where case_photos.sha256 = b.sha256)
        and not exists (select from inspection_photos where inspection_photos.sha256 = b.sha256)
        and not exists (select from rectification_photos where rectification_photos.sha256 = b.sha256)
      limit ${AT_ONCE} for update skip locked)`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
