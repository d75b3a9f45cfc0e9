/** 公开的诉求 of the sample district: answered cases whose citizens agreed, in the words that the desk would propose. */
import type { Context } from '../../context.ts'
import { proposedWords, publishCase } from '../cases/publish.ts'
import { readEvents } from '../cases/repository.ts'
import { SAMPLE_REGION } from './catalogue.ts'

/** More than one page of them. */
const PUBLISHED = 26
const DAY = 86_400_000

export async function publishSampleCases(context: Context): Promise<void> {
  const now = context.now().getTime()
  const rows = await context.db
    .selectFrom('cases')
    .selectAll()
    .where('region', '=', SAMPLE_REGION.code)
    .where('origin', '=', 'citizen')
    .where('public', '=', true)
    .where('status', 'in', ['confirmed', 'closed'])
    .where('answered_at', 'is not', null)
    .orderBy('answered_at', 'desc')
    .limit(PUBLISHED)
    .execute()
  for (const row of rows) {
    const words = proposedWords(row, await readEvents(context.db, row.id))
    const at = new Date(Math.min(now, (row.answered_at?.getTime() ?? now) + DAY))
    await publishCase(context.db, row, words, { staff: null, now: at })
  }
}
