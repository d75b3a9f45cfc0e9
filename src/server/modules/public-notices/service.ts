/** 通报: drafted, published under the next number of its year, withdrawn with a reason. */
import { type Kysely, type Selectable, sql } from 'kysely'
import { type DraftNotice, NAMES_SUPERVISOR } from '#contract/desk/public-notices'
import type { PublicNotice, PublicNoticeList } from '#contract/public-notices'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { regionCatalogue } from '../cases/subject.ts'
import { newId } from '../supervisors/appointments.ts'
import type { PublicNoticeRow } from './tables.ts'

type Db = Kysely<Database>
type Row = Selectable<PublicNoticeRow>

export interface NoticeContent {
  title: string
  text: string
  inspections: string[]
}

const drafts = (db: Db, region: string) =>
  db
    .selectFrom('public_notices as n')
    .leftJoin('staff as s', 's.id', 'n.made_by')
    .selectAll('n')
    .select('s.name as by')
    .where('n.region', '=', region)

const toDraft = (row: Row & { by: string | null }): DraftNotice => ({
  id: row.id,
  state: row.withdrawn_at ? 'withdrawn' : row.published_at ? 'published' : 'draft',
  year: row.year,
  number: row.number,
  title: row.title,
  text: row.text,
  inspections: row.inspections,
  revision: row.revision,
  madeAt: row.made_at.toISOString(),
  by: row.by,
  publishedAt: row.published_at?.toISOString() ?? null,
  withdrawnBecause: row.withdrawn_because,
})

export async function listDrafts(db: Db, region: string): Promise<DraftNotice[]> {
  const rows = await drafts(db, region)
    .orderBy('n.made_at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(200)
    .execute()
  return rows.map(toDraft)
}

/** Throws `notFound`. */
export async function readDraft(db: Db, region: string, id: string): Promise<DraftNotice> {
  const row = await drafts(db, region).where('n.id', '=', id).executeTakeFirst()
  if (!row) throw new HttpError('notFound', 'no such notice')
  return toDraft(row)
}

export async function createNotice(
  db: Db,
  region: string,
  { title, text, inspections }: NoticeContent,
  { now, staff }: { now: Date; staff?: string },
): Promise<string> {
  await needInspections(db, region, inspections)
  const id = newId(now)
  await db
    .insertInto('public_notices')
    .values({ id, region, title, text, inspections, made_at: now, made_by: staff ?? null })
    .execute()
  return id
}

/** Locked and as the caller saw it. Throws `notFound`, or `conflict` where it was changed or published since. */
async function needDraft(db: Db, region: string, id: string, revision: number): Promise<Row> {
  const row = await db
    .selectFrom('public_notices')
    .selectAll()
    .where('id', '=', id)
    .where('region', '=', region)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new HttpError('notFound', 'no such notice')
  if (row.revision !== revision || row.published_at)
    throw new HttpError('conflict', 'somebody else has gone on with this notice', { revision: row.revision })
  return row
}

export async function changeNotice(
  db: Db,
  region: string,
  id: string,
  revision: number,
  { title, text, inspections }: NoticeContent,
): Promise<void> {
  await needDraft(db, region, id, revision)
  await needInspections(db, region, inspections)
  await db
    .updateTable('public_notices')
    .set({ title, text, inspections, revision: revision + 1 })
    .where('id', '=', id)
    .execute()
}

async function needInspections(db: Db, region: string, inspections: readonly string[]): Promise<void> {
  if (inspections.length === 0) return
  const known = await db
    .selectFrom('inspections')
    .select('id')
    .where('region', '=', region)
    .where('id', 'in', [...inspections])
    .execute()
  if (known.length < new Set(inspections).size)
    throw new HttpError('invalid', 'not inspections of this region', {
      problems: [{ path: 'inspections', message: 'unknown' }],
    })
}

const unspaced = (words: string): string => words.replace(/\s/gu, '')

/** Throws `notFound`, `conflict`, or `invalid` with the reason `NAMES_SUPERVISOR`. */
export async function publishNotice(
  db: Db,
  region: string,
  { id, revision }: { id: string; revision: number },
  now: Date,
): Promise<void> {
  const row = await needDraft(db, region, id, revision)
  const supervisors = await db.selectFrom('supervisors').select('name').where('region', '=', region).execute()
  const names = supervisors.filter(({ name }) => name.length > 1).map(({ name }) => unspaced(name))
  const named = (words: string) => names.some((name) => unspaced(words).includes(name))
  if (named(`${row.title}\n${row.text}`)) {
    const fields = (['title', 'text'] as const).filter((field) => named(row[field]))
    throw new HttpError('invalid', 'a supervisor is named', {
      reason: NAMES_SUPERVISOR,
      problems: fields.map((path) => ({ path, message: 'names a supervisor' })),
    })
  }
  const year = Number(dateInChina(now).slice(0, 4))
  // One number after the other, whoever publishes at the same moment.
  await sql`select pg_advisory_xact_lock(7300011, hashtext(${region}))`.execute(db)
  const { last } = await db
    .selectFrom('public_notices')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('region', '=', region)
    .where('year', '=', year)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('public_notices')
    .set({ year, number: (last ?? 0) + 1, published_at: now, revision: revision + 1 })
    .where('id', '=', id)
    .execute()
}

/** Throws `notFound`, or `conflict` where it is a draft or withdrawn already. */
export async function withdrawNotice(
  db: Db,
  region: string,
  { id, because }: { id: string; because: string },
  now: Date,
): Promise<void> {
  const { state } = await readDraft(db, region, id)
  if (state !== 'published') throw new HttpError('conflict', 'only a published notice is withdrawn')
  await db
    .updateTable('public_notices')
    .set({ withdrawn_at: now, withdrawn_because: because })
    .where('id', '=', id)
    .execute()
}

const published = (db: Db, region: string) =>
  db
    .selectFrom('public_notices')
    .selectAll()
    .where('region', '=', region)
    .where('published_at', 'is not', null)

function head(row: Row): PublicNoticeList['notices'][number] {
  const { id, year, number, title, published_at, withdrawn_at } = row
  if (year === null || number === null || !published_at)
    throw new Error('a notice was published without a number')
  return {
    id,
    year,
    number,
    title,
    publishedAt: published_at.toISOString(),
    withdrawn: withdrawn_at && { at: withdrawn_at.toISOString(), because: row.withdrawn_because ?? '' },
  }
}

/** The newest first. Throws `unknownRegion`. */
export async function publicNotices(context: Context, region: string): Promise<PublicNoticeList> {
  const catalogue = await regionCatalogue(context, region)
  const rows = await published(context.db, region)
    .orderBy('published_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  return { regionName: catalogue.region.name, notices: rows.map(head) }
}

/** Throws `unknownRegion` or `notFound`; a withdrawn one has no text any more. */
export async function publicNotice(context: Context, region: string, id: string): Promise<PublicNotice> {
  const catalogue = await regionCatalogue(context, region)
  const row = await published(context.db, region).where('id', '=', id).executeTakeFirst()
  if (!row) throw new HttpError('notFound', 'no such notice')
  return { ...head(row), regionName: catalogue.region.name, text: row.withdrawn_at ? '' : row.text }
}
