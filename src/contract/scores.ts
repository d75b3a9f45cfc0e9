/** `GET /api/v1/regions/{region}/scores?year=`: what is left of the hundred points of each department and hall. */
import * as v from 'valibot'
import { CLAUSES } from '#domain/inspections/yearly-score'
import { Instant, LocalId } from './fields.ts'

export const ScoreTarget = v.strictObject({ kind: v.picklist(['department', 'venue']), id: LocalId })
export type ScoreTarget = v.InferOutput<typeof ScoreTarget>

const Score = v.object({
  id: v.string(),
  name: v.string(),
  score: v.number(),
  /** points taken off, by clause of the three systems */
  deducted: v.object(v.entriesFromList(CLAUSES, v.number())),
})
export const YearlyScores = v.object({
  year: v.number(),
  asOf: Instant,
  departments: v.array(Score),
  venues: v.array(Score),
})
export type YearlyScores = v.InferOutput<typeof YearlyScores>
