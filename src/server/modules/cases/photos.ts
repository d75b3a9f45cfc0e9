/** Photos of a case: to be looked at, and to be there before a step names them. */
import type { Kysely } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { missingBlobs } from '../blobs/service.ts'

/** Throws `notFound` where this case has no such photo. */
export async function casePhoto(
  db: Kysely<Database>,
  caseId: string,
  sha256: string,
): Promise<{ type: string; data: Buffer }> {
  const photo = await db
    .selectFrom('case_photos')
    .innerJoin('blobs', 'blobs.sha256', 'case_photos.sha256')
    .select(['blobs.type', 'blobs.data'])
    .where('case_photos.case_id', '=', caseId)
    .where('case_photos.sha256', '=', sha256)
    .executeTakeFirst()
  if (!photo) throw new HttpError('notFound', 'this case has no such photo')
  return photo
}

/** Throws `blobsMissing` with the names of those that were not stored before. */
export async function needPhotos(db: Kysely<Database>, photos: readonly string[]): Promise<void> {
  const missing = await missingBlobs({ db }, photos)
  if (missing.length > 0) throw new HttpError('blobsMissing', 'photos are missing', { missing })
}
