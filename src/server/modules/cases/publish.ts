/** 公开: a case in words that the office has read through, for anybody to read. */
import type { Kysely, Selectable } from 'kysely'
import { withoutPersonalData } from '#domain/cases/personal-data'
import type { CaseEvent } from '#domain/cases/types'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { publishable } from './legal-steps.ts'
import type { CaseRow } from './tables.ts'

/** What would be published, with numbers of persons struck out. */
export function proposedWords(
  { text }: Pick<Selectable<CaseRow>, 'text'>,
  events: readonly CaseEvent[],
): { text: string; answer: string | null } {
  const answer = events.findLast((event) => event.type === 'answer')
  return { text: withoutPersonalData(text), answer: answer ? withoutPersonalData(answer.text) : null }
}

/**
 * Throws `illegalTransition` where the citizen did not agree or there is no answer yet, `invalid` where a number of a
 * person still stands in the words.
 */
export async function publishCase(
  db: Kysely<Database>,
  row: Selectable<CaseRow>,
  words: { text: string; answer: string | null },
  by: { staff: string | null; now: Date },
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
