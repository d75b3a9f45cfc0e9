/** 内部备注: what staff write for each other. No citizen ever sees it, and it is no step of the case. */
import type { Kysely } from 'kysely'
import type { CaseDetail } from '#contract/desk/cases'
import type { Database } from '../../db/schema.ts'
import { newId } from '../supervisors/appointments.ts'

type Note = CaseDetail['notes'][number]

export async function readNotes(db: Kysely<Database>, caseId: string): Promise<Note[]> {
  const rows = await db
    .selectFrom('case_notes as n')
    .innerJoin('staff as s', 's.id', 'n.staff')
    .select(['n.id', 'n.text', 'n.at', 's.name'])
    .where('n.case_id', '=', caseId)
    .orderBy('n.at')
    .orderBy('n.id')
    .execute()
  return rows.map(({ id, text, at, name }) => ({ id, text, at: at.toISOString(), by: name }))
}

export async function addNote(
  db: Kysely<Database>,
  note: { caseId: string; staff: { id: string; name: string }; text: string; now: Date },
): Promise<Note> {
  const { caseId, staff, text, now } = note
  const id = newId(now)
  await db.insertInto('case_notes').values({ id, case_id: caseId, staff: staff.id, text, at: now }).execute()
  return { id, text, at: now.toISOString(), by: staff.name }
}
