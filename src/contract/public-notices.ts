/** 通报, as anyone may read it: `GET /api/v1/regions/{region}/notices` and `/notices/{id}`. */
import * as v from 'valibot'
import { Id, Instant } from './fields.ts'

const head = {
  id: Id,
  /** 通报〔2026〕3号: the year, and the count within it */
  year: v.number(),
  number: v.number(),
  title: v.string(),
  publishedAt: Instant,
  /** taken back since, with the reason; its text is no longer shown */
  withdrawn: v.nullable(v.object({ at: Instant, because: v.string() })),
}
export const PublicNotice = v.object({ ...head, regionName: v.string(), text: v.string() })
export type PublicNotice = v.InferOutput<typeof PublicNotice>
export const PublicNoticeList = v.object({ regionName: v.string(), notices: v.array(v.object(head)) })
export type PublicNoticeList = v.InferOutput<typeof PublicNoticeList>
