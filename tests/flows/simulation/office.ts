/** The office's steps in the cases that have come in, so that citizens have something to act on. */
import type { CaseEvent } from '#domain/cases/types'
import type { Context } from '../../../src/server/context.ts'
import { inTransaction } from '../../../src/server/db/transaction.ts'
import { stepCase } from '../../../src/server/modules/cases/step.ts'
import { takeOfficeStep } from '../../../src/server/modules/inspections/office-steps.ts'
import type { Chance } from './chance.ts'
import type { FiledCase } from './model.ts'

type Step = CaseEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at'> : never) : never

const DUE = '2999-12-31'
const ASK: Step[] = [{ type: 'requestMore', question: '请补一张照片。' }]
const ANSWER: Step[] = [
  { type: 'accept' },
  { type: 'assign', unit: 'tax', due: DUE },
  { type: 'answer', text: '已改。' },
]

/** Asks in some cases for more, answers others, leaves the rest; says what the citizen may do in each. */
export async function workThrough(
  context: Context,
  cases: FiledCase[],
  chance: Chance,
): Promise<{ filed: FiledCase; may: ('supply' | 'confirm' | 'reopen' | 'withdraw')[] }[]> {
  const open = cases.filter(({ events }) => !events.includes('withdraw'))
  const worked = []
  for (const filed of open) {
    const choice = chance.below(3)
    const steps = choice === 0 ? ASK : choice === 1 ? ANSWER : []
    for (const step of steps) {
      await inTransaction(context.db, (db) =>
        stepCase(context, db, filed.id, ({ at }) => ({ ...step, at }), {
          now: new Date(),
          actor: 'office',
        }),
      )
      filed.events.push(step.type)
    }
    const may: ('supply' | 'confirm' | 'reopen' | 'withdraw')[] =
      choice === 0 ? ['supply'] : choice === 1 ? ['confirm', 'reopen'] : ['withdraw']
    worked.push({ filed, may })
  }
  return worked
}

export const QUESTION = '哪个窗口？'

/** Asks the supervisors about some of these inspections; says which. */
export async function askAbout(context: Context, inspections: string[], chance: Chance): Promise<string[]> {
  const asked = inspections.filter(() => chance.is(0.6))
  for (const id of asked)
    await inTransaction(context.db, (db) =>
      takeOfficeStep(context, db, id, { type: 'ask', question: QUESTION }, { now: new Date() }),
    )
  return asked
}
