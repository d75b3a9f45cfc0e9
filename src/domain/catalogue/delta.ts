/** What changed between two versions of a catalogue. Law: `applyDelta(a, diffCatalogue(a, b))` equals b. */
import type { Catalogue, CatalogueDelta, Changes } from './types.ts'

/** Equality of plain data; the order of keys does not matter. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, i) => sameData(value, b[i]))
    )
  }
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        sameData((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  )
}

function diff<T>(before: readonly T[], after: readonly T[], idOf: (entry: T) => string): Changes<T> {
  const old = new Map(before.map((entry) => [idOf(entry), entry]))
  const put = after.filter((entry) => !sameData(old.get(idOf(entry)), entry))
  const kept = new Set(after.map(idOf))
  const remove = before.map(idOf).filter((id) => !kept.has(id))
  const changes: Changes<T> = { put, remove }
  const inOrder = apply(before, changes, idOf).every((entry, i) => {
    const there = after[i]
    return there !== undefined && idOf(entry) === idOf(there)
  })
  return inOrder ? changes : { ...changes, order: after.map(idOf) }
}

/** Removes, replaces in place, appends what is new, then reorders where `order` says so. */
function apply<T>(before: readonly T[], changes: Changes<T>, idOf: (entry: T) => string): T[] {
  const entries = new Map(before.map((entry) => [idOf(entry), entry]))
  for (const id of changes.remove) entries.delete(id)
  for (const entry of changes.put) entries.set(idOf(entry), entry)
  if (!changes.order) return [...entries.values()]
  return changes.order.map((id) => {
    const entry = entries.get(id)
    if (entry === undefined) throw new Error(`delta orders an entry that is not there: ${id}`)
    return entry
  })
}

const byId = (entry: { id: string }) => entry.id
const byCode = (entry: { code: string }) => entry.code

/** What turns `from` into `to`, two versions of one region's catalogue. Ids are unique within each list. */
export function diffCatalogue(from: Catalogue, to: Catalogue): CatalogueDelta {
  if (from.region.code !== to.region.code) throw new Error('catalogues of two regions have no delta')
  const { order, ...items } = diff(from.items, to.items, byCode)
  return {
    region: to.region,
    from: from.version,
    to: to.version,
    publishedAt: to.publishedAt,
    departments: diff(from.departments, to.departments, byId),
    venues: diff(from.venues, to.venues, byId),
    counters: diff(from.counters, to.counters, byId),
    items,
    ...(order && { order }),
  }
}

/** A catalogue, or its delta, with something else for items: their heads, say. */
type Of<Whole, Items> = Omit<Whole, 'items'> & { items: Items }

/** The version that `delta` leads to. Throws where it belongs to another region or starts from another version. */
export function applyDelta<Item extends { code: string }>(
  catalogue: Of<Catalogue, Item[]>,
  delta: Of<CatalogueDelta, Changes<Item>>,
): Of<Catalogue, Item[]> {
  if (catalogue.region.code !== delta.region.code || catalogue.version !== delta.from) {
    throw new Error(
      `delta ${delta.region.code} ${delta.from}→${delta.to} does not fit ${catalogue.region.code} ${catalogue.version}`,
    )
  }
  const items = delta.order ? { ...delta.items, order: delta.order } : delta.items
  return {
    region: delta.region,
    version: delta.to,
    publishedAt: delta.publishedAt,
    departments: apply(catalogue.departments, delta.departments, byId),
    venues: apply(catalogue.venues, delta.venues, byId),
    counters: apply(catalogue.counters, delta.counters, byId),
    items: apply(catalogue.items, items, byCode),
  }
}
