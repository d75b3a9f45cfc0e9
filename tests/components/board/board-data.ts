/** A board by the server's own rules: the figures of the test catalogue's items, with counts that a test chooses. */
import type { Board } from '#contract/board'
import type { Catalogue } from '#domain/catalogue/types'
import { figuresOf, noCounts, type Counts } from '#server/modules/board/figures'

export function boardOf(catalogue: Catalogue, counts: Record<string, Partial<Counts>>): Board {
  const of = (id: string): Counts => ({ ...noCounts(), ...counts[id] })
  const total = noCounts()
  for (const { id } of catalogue.departments)
    for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += of(id)[key]
  return {
    region: catalogue.region,
    catalogueVersion: catalogue.version,
    asOf: '2026-11-23T00:00:00.000Z',
    total: figuresOf(catalogue.items, total),
    departments: catalogue.departments.map(({ id, name }) => ({
      id,
      name,
      ...figuresOf(
        catalogue.items.filter((item) => item.department === id),
        of(id),
      ),
    })),
  }
}
