/** A board by the server's own rules: the figures of the test catalogue's items, with counts that a test chooses. */
import type { Board } from '#contract/board'
import type { Catalogue } from '#domain/catalogue/types'
import { addUp, type Counts, noCounts } from '#domain/accountability/counts'
import { figuresOf, monthFigures, monthsUpTo, venueFigures } from '#domain/accountability/figures'
import { itemFacts } from '#server/modules/board/service'

export function boardOf(catalogue: Catalogue, counts: Record<string, Partial<Counts>>): Board {
  const of = (id: string): Counts => ({ ...noCounts(), ...counts[id] })
  const total = addUp(catalogue.departments.map(({ id }) => of(id)))
  return {
    region: catalogue.region,
    catalogueVersion: catalogue.version,
    asOf: '2026-11-23T00:00:00.000Z',
    total: figuresOf(catalogue.items.map(itemFacts), total),
    year: 2026,
    departments: catalogue.departments.map(({ id, name }) => ({
      id,
      name,
      score: 97.5,
      ...figuresOf(catalogue.items.filter((item) => item.department === id).map(itemFacts), of(id)),
    })),
    venues: catalogue.venues.map(({ id, name }) => ({ id, name, score: 97.5, ...venueFigures(of(id)) })),
    months: monthsUpTo('2026-11-23').map((month) => ({ month, ...monthFigures(of(month)) })),
  }
}
