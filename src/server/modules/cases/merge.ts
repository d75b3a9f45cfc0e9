/** 并案: joins cases about the same matter. Nothing is thrown together: each keeps its receipt, its clock, its citizen. */
import { type Kysely, type Selectable, sql } from 'kysely'
import { foldCase } from '#domain/cases/transition'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { mergeable } from './legal-steps.ts'
import { lockCase, readEvents } from './repository.ts'
import { answerDue } from './service.ts'
import { stepCase, type StepOptions } from './step.ts'
import type { CaseRow } from './tables.ts'

type Db = Kysely<Database>

/**
 * Joins `others` to `main`, which the caller has locked, and brings them to where it stands. Throws `notFound`,
 * `conflict`, or `illegalTransition` where one is further on than `main`, with another unit, or joined already.
 */
export async function mergeCases(
  context: Context,
  db: Db,
  main: Selectable<CaseRow>,
  others: readonly { id: string; expected: number }[],
  options: Omit<StepOptions, 'expected'>,
): Promise<void> {
  for (const { id, expected } of [...others].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const other = await lockCase(db, id)
    if (other?.region !== main.region) throw new HttpError('notFound', 'no such case')
    if (id === main.id || !mergeable(main, { ...other, joined: await countFollowers(db, id) }))
      throw new HttpError('illegalTransition', 'this case cannot be joined as both stand', {
        case: id,
        status: other.status,
        step: 'merge',
      })
    await stepCase(context, db, id, ({ at }) => ({ type: 'merge', at, into: main.id }), {
      ...options,
      expected,
    })
    await catchUp(context, db, id, main, options)
  }
}

async function countFollowers(db: Db, id: string): Promise<number> {
  const { joined } = await db
    .selectFrom('cases')
    .select(sql<number>`count(*)::int`.as('joined'))
    .where('merged_into', '=', id)
    .executeTakeFirstOrThrow()
  return joined
}

/** Takes the steps that the leading case is ahead. */
async function catchUp(
  context: Context,
  db: Db,
  id: string,
  main: Selectable<CaseRow>,
  options: Omit<StepOptions, 'expected'>,
): Promise<void> {
  const { status } = foldCase(await readEvents(db, id))
  if (status === 'submitted' && main.status !== 'submitted')
    await stepCase(
      context,
      db,
      id,
      (facts) => ({ type: 'accept', at: facts.at, due: answerDue(facts) }),
      options,
    )
  const { unit } = main
  if (unit !== null && ['submitted', 'accepted'].includes(status))
    await stepCase(
      context,
      db,
      id,
      (facts) => ({ type: 'assign', at: facts.at, unit, due: facts.state.due ?? answerDue(facts) }),
      options,
    )
}
