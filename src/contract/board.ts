/** `GET /api/v1/regions/{region}/board`: figures that anyone can recompute. A rate is null where nothing is behind it. */
import * as v from 'valibot'
import { Instant } from './fields.ts'
import { RegionSchema } from './catalogue.ts'

const rate = v.nullable(v.number())
/** Fewer than this many cases or ratings behind a figure: it is withheld, so that it names nobody. */
export const SMALL_GROUP = 5

const figures = {
  items: v.number(),
  /** mean number of the eight really disclosed, 0 to 8 */
  completeness: rate,
  /** for each of the eight, in order: how many items disclose it */
  disclosed: v.array(v.number()),
  /** 1 − Σ promised / Σ statutory over the items that publish both in one unit */
  promiseSpeedup: rate,
  promiseSpeedupItems: v.number(),
  /** answered on time / answered or overdue; null with fewer than `SMALL_GROUP` */
  onTimeRate: rate,
  onTimeCases: v.number(),
  overdue: v.number(),
  cases: v.number(),
  transfersPerCase: rate,
  /** share of ratings of 3 and above; null with fewer than `SMALL_GROUP` */
  satisfaction: rate,
  /** Wilson 95 % lower and upper bound of it */
  satisfactionInterval: v.nullable(v.tuple([v.number(), v.number()])),
  ratings: v.number(),
  inspections: v.number(),
  substantiated: v.number(),
}

export const BoardSchema = v.object({
  region: RegionSchema,
  catalogueVersion: v.number(),
  asOf: Instant,
  total: v.object(figures),
  departments: v.array(v.object({ id: v.string(), name: v.string(), ...figures })),
})
export type Board = v.InferOutput<typeof BoardSchema>
export type BoardFigures = Board['total']
