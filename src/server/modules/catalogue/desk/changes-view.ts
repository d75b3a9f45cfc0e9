/** Changes as they go over the wire: departments by name, long lists cut. */
import { type CatalogueChangesView, PREVIEW_ROWS } from '#contract/desk/catalogue-views'
import { type CatalogueChanges, changeCounts, departmentNames } from '#domain/catalogue/item-changes'
import type { Catalogue } from '#domain/catalogue/types'

/** Words of one field that are shown; a condition may go on for pages. */
const LONGEST = 4000
const cut = (words: string | null) =>
  words !== null && words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words

export function changesView(
  changes: CatalogueChanges,
  catalogues: (Pick<Catalogue, 'departments'> | undefined)[],
  wanted: (of: { department: string }) => boolean = () => true,
): CatalogueChangesView {
  const names = departmentNames(...catalogues)
  const named = <T extends { department: string }>(entry: T): T => ({
    ...entry,
    department: names.get(entry.department) ?? entry.department,
  })
  const seen = {
    added: changes.added.filter(wanted),
    changed: changes.changed.filter(wanted),
    removed: changes.removed.filter(wanted),
  }
  return {
    counts: changeCounts(seen),
    added: seen.added.slice(0, PREVIEW_ROWS).map(named),
    changed: seen.changed.slice(0, PREVIEW_ROWS).map((one) => ({
      ...named(one),
      fields: one.fields.map(({ field, before, after }) => ({
        field,
        before: cut(field === 'department' && before !== null ? (names.get(before) ?? before) : before),
        after: cut(field === 'department' && after !== null ? (names.get(after) ?? after) : after),
      })),
    })),
    removed: seen.removed.slice(0, PREVIEW_ROWS).map(named),
  }
}
