/** What the office does with an inspection: each step is kept, the newest stands on the inspection itself. */
import type { InspectionStatus } from '#domain/inspections/types'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'

/** From which status an inspection may come to which. */
const NEXT: Record<InspectionStatus, readonly InspectionStatus[]> = {
  received: ['substantiated', 'unsubstantiated', 'moreRequested'],
  moreRequested: ['substantiated', 'unsubstantiated'],
  substantiated: ['rectification', 'closed'],
  unsubstantiated: ['closed'],
  rectification: ['revisit'],
  revisit: ['rectification', 'closed'],
  closed: [],
}

/** Throws `notFound` or `illegalTransition`. */
export async function stepInspection(
  context: Context,
  id: string,
  { status, note, due }: { status: InspectionStatus; note?: string; due?: string },
  now: Date = context.now(),
): Promise<void> {
  await context.db.transaction().execute(async (db) => {
    const row = await db
      .selectFrom('inspections')
      .select('status')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new HttpError('notFound', 'no such inspection')
    if (!NEXT[row.status].includes(status))
      throw new HttpError('illegalTransition', 'the inspection does not allow this step now', {
        status: row.status,
        step: status,
      })
    const { seq } = await db
      .selectFrom('inspection_events')
      .select(({ fn }) => fn.max('seq').as('seq'))
      .where('inspection', '=', id)
      .executeTakeFirstOrThrow()
    const values = { status, note: note ?? null, due: due ?? null }
    await db
      .insertInto('inspection_events')
      .values({ inspection: id, seq: seq + 1, ...values, at: now })
      .execute()
    await db.updateTable('inspections').set(values).where('id', '=', id).execute()
  })
}
