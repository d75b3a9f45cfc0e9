/** Filters of the inbox that somebody gave a name; each member of staff has their own. */
import type { Kysely } from 'kysely'
import type { CaseFilters, SavedView } from '#contract/desk/cases'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { newId } from '../supervisors/appointments.ts'

type Db = Kysely<Database>
/** More would be a list to search in. */
const MOST = 20

export async function readViews(db: Db, staff: string): Promise<SavedView[]> {
  return db
    .selectFrom('saved_views')
    .select(['id', 'name', 'filters'])
    .where('staff', '=', staff)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Throws `conflict` where there are many already. */
export async function saveView(
  db: Db,
  staff: string,
  { name, filters }: { name: string; filters: CaseFilters },
  now: Date,
): Promise<SavedView> {
  if ((await readViews(db, staff)).length >= MOST)
    throw new HttpError('conflict', 'there are many views already')
  const id = newId(now)
  await db
    .insertInto('saved_views')
    .values({ id, staff, name, filters: JSON.stringify(filters), created_at: now })
    .execute()
  return { id, name, filters }
}

/** Throws `notFound`, also of somebody else's. */
export async function removeView(db: Db, staff: string, id: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('saved_views')
    .where('id', '=', id)
    .where('staff', '=', staff)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new HttpError('notFound', 'no such view')
}
