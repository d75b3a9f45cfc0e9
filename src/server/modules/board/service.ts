/** The board of a region, computed anew only when something it counts has changed. */
import type { Board } from '#contract/board'
import type { ServiceItem } from '#domain/catalogue/types'
import { addDays, dateInChina, isWorkday } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { type Counts, figuresOf, noCounts } from './figures.ts'
import { caseFigures, inspectionFigures, lastChange, ratingFigures } from './repository.ts'

interface Known {
  mark: string
  board: Board
}
const boards = new WeakMap<object, Map<string, Known>>()

/** The last workday up to `date`: what was due before it is overdue by a workday at least, as everywhere in the product. */
export function lastWorkday(date: string): string {
  let day = date
  while (!isWorkday(day)) day = addDays(day, -1)
  return day
}

/** Counts by department id; under '' what belongs to none. */
async function countsByDepartment(
  context: Context,
  region: string,
  lastWorkday: string,
): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>()
  const of = (department: string | null) => {
    const known = counts.get(department ?? '') ?? noCounts()
    counts.set(department ?? '', known)
    return known
  }
  const [cases, ratings, inspections] = await Promise.all([
    caseFigures(context.db, region, lastWorkday),
    ratingFigures(context.db, region),
    inspectionFigures(context.db, region),
  ])
  for (const { department, on_time, ...rest } of cases)
    Object.assign(of(department), rest, { onTime: on_time })
  for (const { department, ...rest } of ratings) Object.assign(of(department), rest)
  for (const { department, ...rest } of inspections) Object.assign(of(department), rest)
  return counts
}

function addUp(all: Iterable<Counts>): Counts {
  const total = noCounts()
  for (const counts of all) {
    for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key]
  }
  return total
}

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

  const counts = await countsByDepartment(context, code, lastWorkday(today))
  const items = new Map<string, ServiceItem[]>(catalogue.departments.map(({ id }) => [id, []]))
  for (const item of catalogue.items) items.get(item.department)?.push(item)
  const board: Board = {
    region: catalogue.region,
    catalogueVersion: catalogue.version,
    asOf: now.toISOString(),
    total: figuresOf(catalogue.items, addUp(counts.values())),
    departments: catalogue.departments.map(({ id, name }) => ({
      id,
      name,
      ...figuresOf(items.get(id) ?? [], counts.get(id) ?? noCounts()),
    })),
  }
  cache.set(code, { mark, board })
  return { mark, board }
}
