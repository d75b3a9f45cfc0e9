/** The notices of a member of staff, as the desk shows them. */
import type { Kysely } from 'kysely'
import type { Notice, NoticeList } from '#contract/desk/notices'
import type { StaffNotice } from '#domain/notices/kinds'
import type { Database } from '../../db/schema.ts'

type Db = Kysely<Database>

const PAGE = 50

/** Newest first; `before` (ISO instant) is the `next` of the page before. */
export async function listNotices(db: Db, staff: string, before?: string): Promise<NoticeList> {
  let query = db
    .selectFrom('notices')
    .select(['id', 'kind', 'details', 'at', 'seen_at'])
    .where('audience', '=', 'staff')
    .where('recipient', '=', staff)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE)
  if (before !== undefined) query = query.where('at', '<', new Date(before))
  const rows = await query.execute()
  return {
    notices: rows.map(({ id, kind, details, at, seen_at }): Notice => ({
      id,
      kind: kind as StaffNotice,
      at: at.toISOString(),
      seen: seen_at !== null,
      ...details,
    })),
    unseen: await unseenOf(db, staff),
    next: rows.length === PAGE ? (rows.at(-1)?.at.toISOString() ?? null) : null,
  }
}

export async function unseenOf(db: Db, staff: string): Promise<number> {
  const { count } = await db
    .selectFrom('notices')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('audience', '=', 'staff')
    .where('recipient', '=', staff)
    .where('seen_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** Everything up to and at `until`; what came since stays new. */
export async function markSeen(db: Db, staff: string, until: Date, now: Date): Promise<void> {
  await db
    .updateTable('notices')
    .set({ seen_at: now })
    .where('audience', '=', 'staff')
    .where('recipient', '=', staff)
    .where('seen_at', 'is', null)
    .where('at', '<=', until)
    .execute()
}
