/** Drafts to a catalogue: ids, codes, duplicates, halls. */
import { createHash } from 'node:crypto'
import type { Catalogue, Region, ServiceItem } from '#domain/catalogue/types'
import { sameData } from '#domain/catalogue/delta'
import type { CatalogueSource } from '../source.ts'
import type { ItemDraft } from './draft.ts'
import { gatherHalls } from './halls.ts'
import type { RowRefusal } from './report.ts'

const digest = (text: string, digits: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, digits)

/** The same department keeps its id through every import. */
export const departmentId = (name: string) => `d${digest(name, 8)}`

/** The code of an item whose source has none: the same department and name give the same code at every import. */
const derivedCode = (department: string, name: string) => `mc-${digest(`${department}\n${name}`, 12)}`

/** Gives codes to items without one, and refuses what is there twice, naming the line of the first. */
function withCodes(
  drafts: readonly ItemDraft[],
  codeColumn: string,
): { kept: ItemDraft[]; refused: RowRefusal[] } {
  const first = new Map<string, ItemDraft>()
  const kept: ItemDraft[] = []
  const refused: RowRefusal[] = []
  for (const draft of drafts) {
    const derived = draft.item.code === ''
    const code = derived ? derivedCode(draft.department, draft.item.name) : draft.item.code
    const other = first.get(code)
    const where = { ...(draft.sheet !== undefined && { sheet: draft.sheet }), line: draft.line }
    if (other) {
      const reason = derived ? 'duplicateItem' : 'duplicateCode'
      refused.push({
        ...where,
        column: codeColumn,
        reason,
        value: derived ? draft.item.name : code,
        firstLine: other.line,
      })
      continue
    }
    first.set(code, draft)
    const flags = derived
      ? [...(draft.item.flags ?? []), { field: 'code', reason: 'codeDerived' }]
      : draft.item.flags
    if (derived)
      draft.flags.push({ ...where, column: codeColumn, reason: 'codeDerived', code, value: draft.item.name })
    for (const flag of draft.flags) flag.code = code
    kept.push({ ...draft, item: { ...draft.item, code, ...(flags && { flags }) } })
  }
  return { kept, refused }
}

const PHONE = /(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9}|\b(?:12\d{3}|9\d{4})\b)/gu

/** The number that at least half of a department's items give for enquiries. */
function departmentPhone(items: readonly { consult?: string }[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { consult } of items) {
    for (const phone of new Set(consult?.match(PHONE) ?? [])) counts.set(phone, (counts.get(phone) ?? 0) + 1)
  }
  const [phone, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0]
  return count > 0 && count * 2 >= items.length ? phone : undefined
}

/**
 * The date at which an item was read: what the source says, else the one it already had while nothing else of it
 * changed, else `today`. So importing the same file again changes nothing.
 */
function dated(
  item: Omit<ServiceItem, 'pinyin'>,
  before: ServiceItem | undefined,
  today: string,
): Omit<ServiceItem, 'pinyin'> {
  if (!item.source || item.source.date !== undefined) return item
  const date = before?.source?.date ?? today
  const kept = { ...item, source: { ...item.source, date } }
  return before && sameData({ ...kept, pinyin: before.pinyin }, before)
    ? kept
    : { ...item, source: { ...item.source, date: today } }
}

interface AssembleOptions {
  region: Region
  /** what is published now, to keep dates of unchanged items */
  previous?: Catalogue
  /** ISO date */
  today: string
  codeColumn: string
}

/** Builds the catalogue of the drafts, and the refusals of duplicates. */
export function assemble(
  drafts: readonly ItemDraft[],
  { region, previous, today, codeColumn }: AssembleOptions,
): { source: CatalogueSource; kept: ItemDraft[]; refused: RowRefusal[] } {
  const { kept, refused } = withCodes(drafts, codeColumn)
  const halls = gatherHalls(kept, region, departmentId)
  const known = new Map((previous?.items ?? []).map((item) => [item.code, item]))
  const items = kept.map((draft, i): Omit<ServiceItem, 'pinyin'> => {
    const places = halls.places[i] ?? []
    const item = {
      ...draft.item,
      department: departmentId(draft.department),
      ...(places.length > 0 && { places }),
    }
    return dated(item, known.get(item.code), today)
  })
  const names = [...new Set(kept.map((draft) => draft.department))]
  const departments = names.map((name) => {
    const phone = departmentPhone(
      kept.filter((draft) => draft.department === name).map((draft) => draft.item),
    )
    return { id: departmentId(name), name, ...(phone !== undefined && { phone }) }
  })
  return {
    source: { region, departments, venues: halls.venues, counters: halls.counters, items },
    kept,
    refused,
  }
}
