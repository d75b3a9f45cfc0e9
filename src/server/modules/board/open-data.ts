/** The open data of a region: every data set with its rows, and what they are as of. */
import type { OpenData } from '#domain/accountability/open-records'
import type { Catalogue } from '#domain/catalogue/types'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Row } from './csv.ts'
import type { DataSet } from './dictionary.ts'
import { openItems } from './open-items.ts'
import { openBookings, openCases, openInspections, openRatings } from './open-records.ts'
import { boardOf, lastWorkday } from './service.ts'

/** The rows of one data set. */
export async function openRows(
  context: Context,
  catalogue: Catalogue,
  set: DataSet,
  now: Date,
): Promise<OpenData[DataSet]> {
  const { db } = context
  const region = catalogue.region.code
  switch (set) {
    case 'items':
      return openItems(catalogue)
    case 'cases':
      return openCases(db, region, lastWorkday(dateInChina(now)))
    case 'ratings':
      return openRatings(db, region)
    case 'inspections':
      return openInspections(db, region)
    case 'bookings':
      return openBookings(db, region)
    case 'departments':
    case 'venues':
      return (await boardOf(context, region))?.groups[set] ?? []
  }
}

/** The same as plain rows, for a file. */
export const asRows = (rows: OpenData[DataSet]): readonly Row[] =>
  rows as readonly unknown[] as readonly Row[]
