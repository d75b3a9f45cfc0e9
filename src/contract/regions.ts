/** Regions, and which of them a server offers: all that a first visit has to know. */
import * as v from 'valibot'
import { Instant, RegionCode } from './fields.ts'

export const RegionSchema = v.object({
  code: RegionCode,
  name: v.string(),
  level: v.picklist(['city', 'county', 'town']),
  sample: v.boolean(),
})

/** `GET /api/v1/regions` */
export const RegionList = v.object({
  regions: v.array(
    v.object({
      ...RegionSchema.entries,
      version: v.pipe(v.number(), v.integer(), v.minValue(1)),
      items: v.number(),
      bytes: v.number(),
      publishedAt: Instant,
    }),
  ),
})
export type RegionList = v.InferOutput<typeof RegionList>
