/** Edits that wait for publishing: one an item, each knowing the version it was written over. */
import { randomInt } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { AnswerOf } from '#contract/endpoint'
import type { deskCatalogue } from '#contract/desk/catalogue'
import type { PendingEdits, Published } from '#contract/desk/catalogue-views'
import { sameData } from '#domain/catalogue/delta'
import { editItem, editOf, type ItemEdit } from '#domain/catalogue/edit'
import { itemChanges } from '#domain/catalogue/item-changes'
import { lintContexts, lintItem } from '#domain/catalogue/lint'
import type { Catalogue, ServiceItem } from '#domain/catalogue/types'
import { dateInChina } from '#domain/workdays/calendar'
import type { Database } from '../../../db/schema.ts'
import type { DeskAsked } from '../../../http/desk.ts'
import { HttpError } from '../../../http/errors.ts'
import { loadCatalogue } from '../load.ts'
import { readVersion } from '../repository.ts'
import type { CatalogueTables } from '../tables.ts'
import { lockVersion, publishAs } from './publications.ts'

type Db = Kysely<Database>
type EditRow = Selectable<CatalogueTables['catalogue_edits']> & { by: string | null }
type Asking = Pick<DeskAsked<never>, 'context' | 'db' | 'staff' | 'now' | 'note'>

const rows = (db: Db, region: string) =>
  db
    .selectFrom('catalogue_edits')
    .leftJoin('staff', 'staff.id', 'catalogue_edits.staff')
    .selectAll('catalogue_edits')
    .select('staff.name as by')
    .where('catalogue_edits.region', '=', region)

/** Codes of the items that have an edit. */
export async function editedItems(db: Db, region: string): Promise<Set<string>> {
  const found = await db.selectFrom('catalogue_edits').select('item').where('region', '=', region).execute()
  return new Set(found.map(({ item }) => item))
}

const itemOf = (catalogue: Catalogue | undefined, code: string): ServiceItem | undefined =>
  catalogue?.items.find((item) => item.code === code)

/** Says of an edit whether its item has been published differently since; reads each older version once. */
function outdating(db: Db, region: string, catalogue: Catalogue) {
  const versions = new Map<number, Promise<Catalogue | undefined>>()
  return async (base: number, code: string): Promise<boolean> => {
    if (base === catalogue.version) return false
    const reading = versions.get(base) ?? readVersion(db, region, base)
    versions.set(base, reading)
    return !sameData(itemOf(await reading, code), itemOf(catalogue, code))
  }
}

/** The edit of one item. */
export async function editFor(
  db: Db,
  region: string,
  catalogue: Catalogue,
  code: string,
): Promise<AnswerOf<typeof deskCatalogue.item>['edit']> {
  const row = await rows(db, region).where('item', '=', code).executeTakeFirst()
  if (!row) return null
  const { revision, edit, by, at, base_version } = row
  const outdated = await outdating(db, region, catalogue)(base_version, code)
  return { revision, edit, by, at: at.toISOString(), outdated }
}

/**
 * Keeps an edit. One that says what is published already is dropped. Throws `notFound` for an item that is not
 * published, `conflict` where somebody else edited it or published it differently meanwhile.
 */
export async function saveEdit(
  { context, db, staff, now, note }: Asking,
  code: string,
  { version, revision, edit }: { version: number; revision: number; edit: ItemEdit },
): Promise<void> {
  const { version: current } = await lockVersion(db, staff)
  const catalogue = await loadCatalogue(context, staff.region)
  const item = itemOf(catalogue, code)
  if (!catalogue || !item) throw new HttpError('notFound', 'no such item')
  const row = await rows(db, staff.region).where('item', '=', code).executeTakeFirst()
  if ((row?.revision ?? 0) !== revision)
    throw new HttpError('conflict', 'somebody else edited this item', { reason: 'edited', by: row?.by })
  if (version !== current && (await outdating(db, staff.region, catalogue)(version, code)))
    throw new HttpError('conflict', 'this item was published differently', { reason: 'published' })
  const fields = itemChanges(item, editItem(item, edit, dateInChina(now))).map(({ field }) => field)
  note({ details: { fields: fields.join(' ') } })
  if (sameData(editOf(item), edit)) {
    await dropEdit(db, staff.region, code)
    return
  }
  const values = {
    base_version: current,
    // begins anywhere: one that was dropped and written anew is not taken for the first
    revision: row ? row.revision + 1 : randomInt(1, 2 ** 30),
    edit: JSON.stringify(edit),
    staff: staff.id,
    at: now,
  }
  await db
    .insertInto('catalogue_edits')
    .values({ region: staff.region, item: code, ...values })
    .onConflict((conflict) => conflict.columns(['region', 'item']).doUpdateSet(values))
    .execute()
}

const dropEdit = (db: Db, region: string, code: string) =>
  db.deleteFrom('catalogue_edits').where('region', '=', region).where('item', '=', code).execute()

/** Throws `conflict` where it is not the edit that the caller saw, or none. */
export async function discardEdit({ db, staff }: Asking, code: string, revision: number): Promise<void> {
  await lockVersion(db, staff)
  const row = await rows(db, staff.region).where('item', '=', code).executeTakeFirst()
  if (row?.revision !== revision)
    throw new HttpError('conflict', 'somebody else edited this item', { reason: 'edited', by: row?.by })
  await dropEdit(db, staff.region, code)
}

/** What waits for publishing, in the order of the catalogue. */
export async function pendingEdits(
  db: Db,
  catalogue: Catalogue,
  today: string,
  wanted: (of: { department: string }) => boolean,
): Promise<PendingEdits['edits']> {
  const region = catalogue.region.code
  const names = new Map(catalogue.departments.map(({ id, name }) => [id, name]))
  const isOutdated = outdating(db, region, catalogue)
  const contextOf = lintContexts(catalogue, today)
  const broken = (item: ServiceItem) => new Set(lintItem(item, contextOf(item)).map(({ rule }) => rule))
  const found: EditRow[] = await rows(db, region).orderBy('at').execute()
  return Promise.all(
    found
      .filter((row) => wanted({ department: itemOf(catalogue, row.item)?.department ?? '' }))
      .map(async ({ item: code, revision, edit, by, at, base_version }) => {
        const item = itemOf(catalogue, code)
        const told = { code, revision, by, at: at.toISOString() }
        if (!item)
          return {
            ...told,
            name: edit.name,
            department: '',
            outdated: true,
            gone: true,
            fields: [],
            breaks: [],
            mends: [],
          }
        const after = editItem(item, edit, today)
        const [was, is] = [broken(item), broken(after)]
        return {
          ...told,
          name: item.name,
          department: names.get(item.department) ?? '',
          outdated: await isOutdated(base_version, code),
          gone: false,
          fields: itemChanges(item, after),
          breaks: [...is].filter((rule) => !was.has(rule)),
          mends: [...was].filter((rule) => !is.has(rule)),
        }
      }),
  )
}

/**
 * Publishes the edits named, all of them or none. Throws `conflict` where another version was published meanwhile, or
 * one of them is not as the caller saw it, or its item is.
 */
export async function publishEdits(
  asking: Asking,
  {
    version,
    edits,
    note,
  }: { version: number; edits: { code: string; revision: number }[]; note?: string | undefined },
): Promise<Published> {
  const { context, db, staff, now } = asking
  await lockVersion(db, staff, version)
  const catalogue = await loadCatalogue(context, staff.region)
  if (!catalogue) throw new HttpError('notFound', 'nothing is published')
  const wanted = new Map(edits.map(({ code, revision }) => [code, revision]))
  const isOutdated = outdating(db, staff.region, catalogue)
  const found = await rows(db, staff.region)
    .where('item', 'in', [...wanted.keys()])
    .execute()
  const changed = new Map<string, ServiceItem>()
  for (const row of found) {
    const item = itemOf(catalogue, row.item)
    if (wanted.get(row.item) !== row.revision || !item || (await isOutdated(row.base_version, row.item)))
      continue
    changed.set(row.item, editItem(item, row.edit, dateInChina(now)))
  }
  const moved = [...wanted.keys()].filter((code) => !changed.has(code))
  if (moved.length > 0)
    throw new HttpError('conflict', 'some of the edits are not as they were seen', {
      reason: 'edited',
      items: moved.slice(0, 20),
    })
  const items = catalogue.items.map((item) => changed.get(item.code) ?? item)
  const published = await publishAs(asking, { ...catalogue, items }, catalogue, { origin: 'edit', note })
  await db
    .deleteFrom('catalogue_edits')
    .where('region', '=', staff.region)
    .where('item', 'in', [...changed.keys()])
    .execute()
  return published
}
