/** Items at the desk: the list by filter, and one of them with all that is known of it. */
import type { Kysely } from 'kysely'
import type { deskCatalogue } from '#contract/desk/catalogue'
import { type ItemFilters, ITEMS_A_PAGE, type ItemPage } from '#contract/desk/catalogue-views'
import type { AnswerOf } from '#contract/endpoint'
import { disclosureMask, isDisclosed } from '#domain/catalogue/disclosure'
import { lintContexts } from '#domain/catalogue/lint'
import type { StaffMember } from '#domain/staff/roles'
import type { Database } from '../../../db/schema.ts'
import { HttpError } from '../../../http/errors.ts'
import { editedItems, editFor } from './edits.ts'
import { type Judged, mine } from './judged.ts'
import { reportCounts, reportsOf } from './reports.ts'

type Db = Kysely<Database>

/** One page of the items that the filters leave, in the order of the catalogue. */
export async function itemPage(
  db: Db,
  staff: StaffMember,
  { catalogue, findings }: Judged,
  { department, missing, rule, only, q, skip }: ItemFilters & { skip?: string | undefined },
): Promise<ItemPage> {
  const [reports, edited] = [await reportCounts(db, staff), await editedItems(db, staff.region)]
  const inScope = mine(staff)
  const words = q?.toLowerCase()
  const found = catalogue.items.filter(
    (item) =>
      inScope(item) &&
      (department === undefined || item.department === department) &&
      (missing === undefined || !isDisclosed(item, missing)) &&
      (rule === undefined || (findings.get(item.code) ?? []).some((one) => one.rule === rule)) &&
      (only !== 'reported' || reports.has(item.code)) &&
      (only !== 'edited' || edited.has(item.code)) &&
      (words === undefined || `${item.name}\n${item.code}`.toLowerCase().includes(words)),
  )
  const names = new Map(catalogue.departments.map(({ id, name }) => [id, name]))
  const from = Number(skip ?? 0)
  return {
    version: catalogue.version,
    total: found.length,
    departments: catalogue.departments
      .filter(({ id }) => inScope({ department: id }))
      .map(({ id, name }) => ({ id, name })),
    items: found.slice(from, from + ITEMS_A_PAGE).map((item) => ({
      code: item.code,
      name: item.name,
      department: item.department,
      departmentName: names.get(item.department) ?? '',
      mask: disclosureMask(item),
      rules: [...new Set((findings.get(item.code) ?? []).map((one) => one.rule))],
      reports: reports.get(item.code) ?? 0,
      edited: edited.has(item.code),
    })),
  }
}

/** Throws `notFound` also for an item of another department than the unit's own. */
export async function itemDetail(
  db: Db,
  staff: StaffMember,
  judged: Judged | undefined,
  code: string,
): Promise<AnswerOf<typeof deskCatalogue.item>> {
  const item = judged?.catalogue.items.find((one) => one.code === code)
  if (!judged || !item || !mine(staff)(item)) throw new HttpError('notFound', 'no such item')
  const { catalogue, today } = judged
  const department = catalogue.departments.find(({ id }) => id === item.department)
  return {
    version: catalogue.version,
    item,
    departmentName: department?.name ?? '',
    departmentPhone: department?.phone ?? null,
    namesakes: [...lintContexts(catalogue, today)(item).namesakes],
    today,
    edit: await editFor(db, staff.region, catalogue, code),
    reports: await reportsOf(db, staff, code),
  }
}
