/** The board of a region, computed anew only when something it counts has changed. */
import type { Board } from '#contract/board'
import type { YearlyScores } from '#contract/scores'
import { add, addUp, type Counts, noCounts } from '#domain/accountability/counts'
import {
  figuresOf,
  type ItemFacts,
  monthFigures,
  monthsUpTo,
  venueFigures,
} from '#domain/accountability/figures'
import type { OpenGroup } from '#domain/accountability/open-records'
import { disclosureMask } from '#domain/catalogue/disclosure'
import type { Catalogue, ServiceItem } from '#domain/catalogue/types'
import { YEAR_BEGINS_WITH } from '#domain/inspections/yearly-score'
import { addDays, dateInChina, isWorkday } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { yearlyScores } from '../inspections/scores.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { boardCells, type Cell, lastChange } from './repository.ts'

interface Known {
  mark: string
  board: Board
  /** plain counts of departments and halls, for the open data */
  groups: { departments: OpenGroup[]; venues: OpenGroup[] }
}
const boards = new WeakMap<object, Map<string, Known>>()

/** The last workday up to `date`: what was due before it is overdue by a workday at least, as everywhere in the product. */
export function lastWorkday(date: string): string {
  let day = date
  while (!isWorkday(day)) day = addDays(day, -1)
  return day
}

/** Cells added up by one of their names; under '' what belongs to none. */
function countsBy(cells: readonly Cell[], name: 'department' | 'venue' | 'month'): Map<string, Counts> {
  const all = new Map<string, Counts>()
  for (const cell of cells) {
    const counts = all.get(cell[name] ?? '') ?? noCounts()
    all.set(cell[name] ?? '', counts)
    add(counts, cell.counts)
  }
  return all
}

export function itemFacts(item: ServiceItem): ItemFacts {
  const statutory = item.disclosures.statutoryLimit?.limit
  const promised = item.disclosures.promisedLimit?.limit
  return { mask: disclosureMask(item), ...(statutory && { statutory }), ...(promised && { promised }) }
}

const groupOf = (id: string, name: string, counts: Counts): OpenGroup => ({
  id,
  name,
  cases: counts.cases,
  judged: counts.judged,
  overdue: counts.overdue,
  ratings: counts.ratings,
  put_aside: counts.putAside,
  timed: counts.timed,
  follow_ups: counts.followUps,
  inspections: counts.inspections,
  substantiated: counts.substantiated,
  rectifications: counts.rectifications,
  rectified: counts.rectified,
})

/** The board and its mark, which changes exactly when its figures may; undefined for an unknown region. */
export async function boardOf(context: Context, code: string): Promise<Known | undefined> {
  const catalogue = await loadCatalogue(context, code)
  if (!catalogue) return undefined
  const now = context.now()
  const today = dateInChina(now)
  // what is overdue changes at midnight too
  const mark = `${catalogue.version} ${today} ${await lastChange(context.db, code)}`
  const cache = boards.get(context.db) ?? new Map<string, Known>()
  boards.set(context.db, cache)
  const known = cache.get(code)
  if (known?.mark === mark) return known

  const cells = await boardCells(context.db, code, lastWorkday(today))
  const year = Number(today.slice(0, 4))
  const scores = await yearlyScores(context, code, year)
  const fresh = { mark, ...compute(catalogue, cells, scores, now.toISOString(), today) }
  cache.set(code, fresh)
  return fresh
}

function compute(
  catalogue: Catalogue,
  cells: readonly Cell[],
  scores: YearlyScores,
  asOf: string,
  today: string,
): Omit<Known, 'mark'> {
  const byDepartment = countsBy(cells, 'department')
  const byVenue = countsBy(cells, 'venue')
  const byMonth = countsBy(cells, 'month')
  const items = new Map<string, ItemFacts[]>(catalogue.departments.map(({ id }) => [id, []]))
  for (const item of catalogue.items) items.get(item.department)?.push(itemFacts(item))
  const countsOf = (of: Map<string, Counts>, id: string) => of.get(id) ?? noCounts()
  const { region, version, departments, venues } = catalogue
  const scoreOf = (kind: 'departments' | 'venues', id: string) =>
    scores[kind].find((one) => one.id === id)?.score ?? YEAR_BEGINS_WITH
  const board: Board = {
    region,
    catalogueVersion: version,
    asOf,
    total: figuresOf([...items.values()].flat(), addUp(cells.map(({ counts }) => counts))),
    year: scores.year,
    departments: departments.map(({ id, name }) => ({
      id,
      name,
      score: scoreOf('departments', id),
      ...figuresOf(items.get(id) ?? [], countsOf(byDepartment, id)),
    })),
    venues: venues.map(({ id, name }) => ({
      id,
      name,
      score: scoreOf('venues', id),
      ...venueFigures(countsOf(byVenue, id)),
    })),
    months: monthsUpTo(today).map((month) => ({ month, ...monthFigures(countsOf(byMonth, month)) })),
  }
  const groups = {
    departments: departments.map(({ id, name }) => groupOf(id, name, countsOf(byDepartment, id))),
    venues: venues.map(({ id, name }) => groupOf(id, name, countsOf(byVenue, id))),
  }
  return { board, groups }
}
