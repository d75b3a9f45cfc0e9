/** One step on many cases: each is taken or refused by itself. */
import { type Kysely, sql } from 'kysely'
import type { BulkResult } from '#contract/desk/cases'
import type { StaffMember } from '#domain/staff/roles'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { lockInScope } from './scope.ts'
import { acceptCase, assignCase, closeCase, type DeskOptions } from './service.ts'

export type BulkStep = { type: 'accept' } | { type: 'assign'; unit: string } | { type: 'close' }

const TAKE: {
  [Type in BulkStep['type']]: (
    context: Context,
    id: string,
    step: Extract<BulkStep, { type: Type }>,
    options: DeskOptions,
  ) => Promise<unknown>
} = {
  accept: (context, id, _step, options) => acceptCase(context, id, options),
  assign: (context, id, { unit }, options) => assignCase(context, id, { unit }, options),
  close: (context, id, _step, options) => closeCase(context, id, options),
}

/** Results in the order of the cases, taken in the order of their ids, so that two such actions cannot lock each other out. */
export async function bulk(
  context: Context,
  db: Kysely<Database>,
  staff: StaffMember,
  { step, cases }: { step: BulkStep; cases: readonly { id: string; expected: number }[] },
  options: DeskOptions,
): Promise<BulkResult[]> {
  const results = new Map<string, BulkResult>()
  const ordered = [...cases].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const { id, expected } of ordered) {
    if (results.has(id)) continue
    await sql`savepoint one_case`.execute(db)
    try {
      await lockInScope(db, staff, id)
      const take = TAKE[step.type] as (
        context: Context,
        id: string,
        step: BulkStep,
        options: DeskOptions,
      ) => Promise<unknown>
      await take(context, id, step, { ...options, db, expected })
      results.set(id, { id, done: true })
    } catch (error) {
      if (!(error instanceof HttpError)) throw error
      await sql`rollback to savepoint one_case`.execute(db)
      results.set(id, { id, done: false, code: error.code })
    }
    await sql`release savepoint one_case`.execute(db)
  }
  return cases.map(({ id }) => results.get(id) ?? { id, done: false })
}
