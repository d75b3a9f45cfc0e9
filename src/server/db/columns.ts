/** How PostgreSQL's column types look in TypeScript; `db/pool.ts` sets the parsers that make it true. */
import type { ColumnType } from 'kysely'

/** `timestamptz`: a `Date` out, a `Date` or an ISO instant in */
export type Timestamp = ColumnType<Date, Date | string, Date | string>
export type NullableTimestamp = ColumnType<
  Date | null,
  Date | string | null | undefined,
  Date | string | null
>
/** `date`: an ISO date, without a time zone to shift it */
export type CalendarDate = string
/** `jsonb`: parsed out, JSON text in (an array handed to `pg` would become a PostgreSQL array) */
export type Json<T> = ColumnType<T, string, string>
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>
