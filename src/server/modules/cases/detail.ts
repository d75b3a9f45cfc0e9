/** A case with all that belongs to it, as the member of staff who asks may see it. */
import type { Kysely, Selectable } from 'kysely'
import type { CaseDetail, CaseStep } from '#contract/desk/cases'
import type { Catalogue } from '#domain/catalogue/types'
import type { CaseEvent } from '#domain/cases/types'
import type { StaffMember } from '#domain/staff/roles'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { extensionDates, legalSteps } from './legal-steps.ts'
import { readNotes } from './notes.ts'
import { proposedWords } from './publish.ts'
import { duplicatesOf, followersOf } from './related.ts'
import { rulesOfAnswer } from './rules.ts'
import { contactFor, readInScope } from './scope.ts'
import { regionCatalogue } from './subject.ts'
import { caseSummary, subjectOf, summaryQuery } from './summary.ts'
import type { CaseRow } from './tables.ts'
import { timelineStep } from './view.ts'

type Db = Kysely<Database>

/** Throws `notFound` where the case is not theirs to see. */
export async function caseDetail(
  context: Context,
  db: Db,
  staff: StaffMember,
  id: string,
  now: Date,
): Promise<CaseDetail> {
  const row = await readInScope(db, staff, id)
  const catalogue = await regionCatalogue(context, row.region)
  const summaryRow = await summaryQuery(db, staff).where('c.id', '=', id).executeTakeFirstOrThrow()
  const events = await readSteps(db, id)
  const photos = await readPhotos(db, id)
  const publication = await db
    .selectFrom('case_publications')
    .select(['text', 'answer', 'published_at'])
    .where('case_id', '=', id)
    .executeTakeFirst()
  const log = events.map(({ event }) => event)
  const rules = await rulesOfAnswer(context, row.region, log, db)
  const standing = { row, events: log, rules, published: publication !== undefined }
  const steps = legalSteps(staff, standing, now.toISOString())
  // A unit sees what it was given and nothing that was not.
  const wide = staff.role !== 'unit'
  const contact = contactFor(staff, row.contact)
  return {
    ...caseSummary(summaryRow, catalogue, dateInChina(now)),
    subject: subjectOf(summaryRow, catalogue),
    text: row.text,
    filedAt: row.filed_at.toISOString(),
    disclosure: row.disclosure,
    notice: row.notice,
    contact,
    filedPhotos: photos.get(1) ?? [],
    events: events.map((step) => shownStep(step, photos.get(step.seq) ?? [], catalogue)),
    notes: await readNotes(db, id),
    main: wide ? await mainOf(db, row) : null,
    followers: wide ? await followersOf(db, row) : [],
    duplicates: wide && row.merged_into === null ? await duplicatesOf(db, row) : [],
    publicAllowed: row.public,
    publication: publication
      ? {
          text: publication.text,
          answer: publication.answer,
          publishedAt: publication.published_at.toISOString(),
        }
      : null,
    proposal: steps.includes('publish') ? proposedWords(row, log) : null,
    steps,
    extendTo: steps.includes('extend') && row.due !== null ? extensionDates(row.due) : [],
    asOf: now.toISOString(),
  }
}

interface ReadStep {
  seq: number
  event: CaseEvent
  actor: CaseStep['actor']
  by: string | null
}

async function readSteps(db: Db, caseId: string): Promise<ReadStep[]> {
  const rows = await db
    .selectFrom('case_events as e')
    .leftJoin('staff as s', 's.id', 'e.staff')
    .select(['e.seq', 'e.event', 'e.actor', 's.name'])
    .where('e.case_id', '=', caseId)
    .orderBy('e.seq')
    .execute()
  return rows.map(({ seq, event, actor, name }) => ({ seq, event, actor, by: name }))
}

/** Photos of a case by the step that brought them. */
export async function readPhotos(db: Db, caseId: string): Promise<Map<number, string[]>> {
  const rows = await db
    .selectFrom('case_photos')
    .select(['seq', 'sha256'])
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .orderBy('position')
    .execute()
  const bySeq = new Map<number, string[]>()
  for (const { seq, sha256 } of rows) bySeq.set(seq, [...(bySeq.get(seq) ?? []), sha256])
  return bySeq
}

const shownStep = (
  { seq, event, actor, by }: ReadStep,
  photos: string[],
  catalogue: Catalogue,
): CaseStep => ({
  ...timelineStep(event, photos, catalogue),
  photos,
  seq,
  actor,
  by,
})

async function mainOf(db: Db, { merged_into }: Selectable<CaseRow>): Promise<CaseDetail['main']> {
  if (merged_into === null) return null
  const main = await db
    .selectFrom('cases')
    .select(['id', 'number'])
    .where('id', '=', merged_into)
    .executeTakeFirst()
  return main ?? null
}
