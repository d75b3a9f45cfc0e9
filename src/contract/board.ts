/** `GET /api/v1/regions/{region}/board`: figures that anyone can recompute. A rate is null where it is withheld. */
import * as v from 'valibot'
import type { Figures, MonthFigures, VenueFigures } from '#domain/accountability/figures'
import { RegionSchema } from './catalogue.ts'
import { Instant } from './fields.ts'

const rate = v.nullable(v.number())
const interval = v.nullable(v.tuple([v.number(), v.number()]))

/** What each means is said where it is computed: `domain/accountability/figures.ts`. */
const figures = {
  items: v.number(),
  completeness: rate,
  disclosed: v.array(v.number()),
  promiseSpeedup: rate,
  promiseSpeedupItems: v.number(),
  onTimeRate: rate,
  onTimeCases: v.number(),
  overdue: v.number(),
  cases: v.number(),
  transfersPerCase: rate,
  satisfaction: rate,
  satisfactionInterval: interval,
  ratings: v.number(),
  putAside: v.number(),
  followedUpRate: rate,
  followUps: v.number(),
  actualToPromised: rate,
  keptPromises: rate,
  timedRatings: v.number(),
  inspections: v.number(),
  substantiated: v.number(),
  rectifications: v.number(),
  rectified: v.number(),
} satisfies Record<keyof Figures, v.GenericSchema>

const venue = {
  ratings: v.number(),
  satisfaction: rate,
  satisfactionInterval: interval,
  inspections: v.number(),
  substantiated: v.number(),
} satisfies Record<keyof VenueFigures, v.GenericSchema>

const month = {
  cases: v.number(),
  onTimeRate: rate,
  onTimeCases: v.number(),
  ratings: v.number(),
  satisfaction: rate,
  inspections: v.number(),
  substantiated: v.number(),
} satisfies Record<keyof MonthFigures, v.GenericSchema>

const named = { id: v.string(), name: v.string() }

export const BoardSchema = v.object({
  region: RegionSchema,
  catalogueVersion: v.number(),
  asOf: Instant,
  total: v.object(figures),
  /** the year of the scores: what is left of a hundred points */
  year: v.number(),
  departments: v.array(v.object({ ...named, score: v.number(), ...figures })),
  venues: v.array(v.object({ ...named, score: v.number(), ...venue })),
  /** the last twelve, oldest first */
  months: v.array(v.object({ month: v.string(), ...month })),
})
export type Board = v.InferOutput<typeof BoardSchema>
export type BoardFigures = Board['total']
