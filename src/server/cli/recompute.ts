/** `recompute`: the board computed anew from the open data alone, and compared with the published one. */
import * as v from 'valibot'
import { type Board, BoardSchema } from '#contract/board'
import { readOpenData } from '#contract/open-data'
import { API, routes } from '#contract/routes'
import type { OpenData } from '#domain/accountability/open-records'
import { differences, recount } from '#domain/accountability/recount'
import { dateInChina } from '#domain/workdays/calendar'
import { buildServer } from '../http/build.ts'
import type { Context } from '../context.ts'
import { CommandError } from './command.ts'

/** Reads a public address as JSON. */
export type Get = (path: string) => Promise<unknown>

export interface Recomputed {
  board: Board
  /** figures compared */
  figures: number
  /** `path: published ≠ recomputed` */
  differences: string[]
}

const leaves = (tree: unknown): number =>
  tree === null || typeof tree !== 'object'
    ? 1
    : Object.values(tree).reduce<number>((sum, one) => sum + leaves(one), 0)

/** Throws `CommandError` where something cannot be had or read. */
export async function recompute(get: Get, region: string): Promise<Recomputed> {
  const read = async <Set extends keyof OpenData>(set: Set) =>
    readOpenData(set, await get(`${API}/regions/${encodeURIComponent(region)}/open-data/${set}.json`))
  const board = v.parse(BoardSchema, await get(routes.board(region)))
  const [items, cases, ratings, inspections, departments, venues, bookings] = await Promise.all([
    read('items'),
    read('cases'),
    read('ratings'),
    read('inspections'),
    read('departments'),
    read('venues'),
    read('bookings'),
  ])
  const data: OpenData = {
    items: items.rows,
    cases: cases.rows,
    ratings: ratings.rows,
    inspections: inspections.rows,
    departments: departments.rows,
    venues: venues.rows,
    bookings: bookings.rows,
  }
  const ours = recount(data, dateInChina(new Date(board.asOf)))
  // By id, so that a difference names its department and not its place in a list.
  const named = (tree: {
    year: number
    total: unknown
    departments: readonly { id: string }[]
    venues: readonly { id: string }[]
    months: readonly { month: string }[]
  }) => ({
    total: tree.total,
    year: tree.year,
    departments: Object.fromEntries(tree.departments.map((one) => [one.id, one])),
    venues: Object.fromEntries(tree.venues.map((one) => [one.id, one])),
    months: Object.fromEntries(tree.months.map((one) => [one.month, one])),
  })
  return { board, figures: leaves(ours), differences: differences(named(board), named(ours)) }
}

/** Asks a server over the network, as anybody may. */
export const overHttp =
  (base: string): Get =>
  async (path) => {
    const answer = await fetch(new URL(path, base)).catch(() => undefined)
    if (!answer?.ok)
      throw new CommandError(
        {
          zh: `取不到 ${path}（${answer?.status ?? '连不上'}）。`,
          en: `${path} cannot be had (${answer?.status ?? 'no answer'}).`,
        },
        1,
      )
    return answer.json()
  }

/** Asks the same public addresses of a server that is made for the moment on the command's own database. */
export async function withoutServer<T>(context: Context, work: (get: Get) => Promise<T>): Promise<T> {
  const app = await buildServer({ ...context })
  try {
    return await work(async (path) => {
      const answer = await app.inject({ method: 'GET', url: path })
      if (answer.statusCode !== 200)
        throw new CommandError(
          {
            zh: `取不到 ${path}（${answer.statusCode}）。`,
            en: `${path} cannot be had (${answer.statusCode}).`,
          },
          1,
        )
      return answer.json<unknown>()
    })
  } finally {
    await app.close()
  }
}
