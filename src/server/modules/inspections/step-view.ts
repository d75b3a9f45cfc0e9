/** The steps of an inspection as the office sees them. */
import type { Kysely } from 'kysely'
import type { InspectionDetail } from '#contract/desk/inspections'
import type { InspectionEvent } from '#domain/inspections/life'
import type { Database } from '../../db/schema.ts'

type Step = InspectionDetail['events'][number]

export async function stepViews(db: Kysely<Database>, inspection: string): Promise<Step[]> {
  const rows = await db
    .selectFrom('inspection_events as e')
    .leftJoin('staff as s', 's.id', 'e.staff')
    .select(['e.seq', 'e.event', 'e.at', 's.name'])
    .where('e.inspection', '=', inspection)
    .orderBy('e.seq')
    .execute()
  return rows.map(({ seq, event, at, name }) => ({
    seq,
    at: at.toISOString(),
    type: event.type,
    by: name,
    ...wordsOf(event),
  }))
}

function wordsOf(event: InspectionEvent): Pick<Step, 'text' | 'due'> {
  switch (event.type) {
    case 'substantiate':
    case 'dismiss':
      return { text: event.reason }
    case 'ask':
      return { text: event.question }
    case 'reply':
    case 'report':
      return { text: event.text }
    case 'order':
      return { text: event.text, due: event.due }
    case 'close':
      return event.note === '' ? {} : { text: event.note }
    case 'receive':
    case 'revisit':
    case 'revisited':
      return {}
  }
}
