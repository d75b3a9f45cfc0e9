/** 公开: a case in words that the office has read through, for anybody to read. */
import type { Kysely, Selectable } from 'kysely'
import type { PublishedCases } from '#contract/desk/cases'
import { withoutPersonalData } from '#domain/cases/personal-data'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { publishable } from './legal-steps.ts'
import { departmentName, regionCatalogue } from './subject.ts'
import type { CaseRow } from './tables.ts'

/**
 * Throws `illegalTransition` where the citizen did not agree or there is no answer yet, `invalid` where a number of a
 * person still stands in the words.
 */
export async function publishCase(
  db: Kysely<Database>,
  row: Selectable<CaseRow>,
  words: { text: string; answer: string | null },
  by: { staff: string; now: Date },
): Promise<void> {
  if (!publishable(row))
    throw new HttpError('illegalTransition', 'the citizen did not agree, or there is no answer yet', {
      status: row.status,
      step: 'publish',
    })
  const problems = (['text', 'answer'] as const)
    .filter((path) => words[path] !== null && withoutPersonalData(words[path]) !== words[path])
    .map((path) => ({ path, message: 'holds the number of a person' }))
  if (problems.length > 0) throw new HttpError('invalid', 'the words name a person', { problems })
  const values = { ...words, published_by: by.staff, published_at: by.now }
  await db
    .insertInto('case_publications')
    .values({ case_id: row.id, ...values })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(values))
    .execute()
}

export const unpublishCase = (db: Kysely<Database>, caseId: string) =>
  db.deleteFrom('case_publications').where('case_id', '=', caseId).execute()

const MOST = 100

/** The newest published cases of a region. Throws `unknownRegion`. */
export async function publishedCases(context: Context, region: string): Promise<PublishedCases> {
  const catalogue = await regionCatalogue(context, region)
  const rows = await context.db
    .selectFrom('case_publications as p')
    .innerJoin('cases as c', 'c.id', 'p.case_id')
    .select(['c.number', 'c.kind', 'c.unit', 'c.received_at', 'p.text', 'p.answer', 'p.published_at'])
    .where('c.region', '=', region)
    .orderBy('p.published_at', 'desc')
    .limit(MOST)
    .execute()
  return {
    cases: rows.map((row) => ({
      number: row.number,
      kind: row.kind,
      text: row.text,
      answer: row.answer,
      unit: row.unit === null ? null : departmentName(catalogue, row.unit),
      receivedAt: row.received_at.toISOString(),
      publishedAt: row.published_at.toISOString(),
    })),
  }
}
