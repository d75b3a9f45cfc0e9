/** A few hundred cases of the last months. Each follows a plan; what of it lies in the future has not happened yet. */
import { randomBytes } from 'node:crypto'
import { CODE_RANDOM_BYTES, receiptCode } from '#domain/receipts/code'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import type { Catalogue, ServiceItem } from '#domain/catalogue/types'
import type { CaseKind, CaseStatus, CaseSubmission } from '#domain/cases/types'
import { dueDate, RULES } from '#domain/cases/clock'
import { addDays, addWorkdays, dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import * as desk from '../cases/service.ts'
import { digestOfCode } from '../receipts/digest.ts'
import { citizenTime, daysAgo, instant, officeTime } from './days.ts'
import { fileOperation } from './operations.ts'
import { chanceOf } from './random.ts'
import {
  DECLINES,
  EXTENSIONS,
  QUESTIONS,
  REOPENS,
  STORIES,
  type Story,
  SUPPLIES,
  TRANSFERS,
} from './stories.ts'
import { submission, Telling } from './telling.ts'

export const SAMPLE_CASES = 160
const SPAN_DAYS = 150
const KINDS: readonly CaseKind[] = [
  ...Array<CaseKind>(42).fill('complaint'),
  ...Array<CaseKind>(26).fill('enquiry'),
  ...Array<CaseKind>(14).fill('suggestion'),
  ...Array<CaseKind>(18).fill('disclosureReport'),
]

/** Where chance would have to fall for a case to come to that status. */
const COURSE: Partial<Record<CaseStatus, number>> = { moreRequested: 0.2, declined: 0.1 }
const ENDING: Partial<Record<CaseStatus, number>> = { confirmed: 0, reopened: 0.5 }

/** One thing that happens to a case, at its time, and the status it leads to. */
interface Step {
  at: Date
  leads?: CaseStatus
  run(): Promise<unknown>
}

export interface SampleCase {
  id: string
  item: ServiceItem
  /** when it was answered for good, if it was */
  answeredAt?: Date
}

/** How far behind a department is, as the share of its answers that come late. */
export function tardiness(department: string): number {
  return chanceOf(`tardy ${department}`).pick([0.02, 0.05, 0.08, 0.12, 0.2, 0.35])
}

/** From assignment to the answer, and what the citizen makes of it. */
function planAnswer(
  telling: Telling,
  story: Story,
  filed: CaseSubmission,
  assigned: Date,
  due: string,
  steps: Step[],
): Date | undefined {
  const { chance, context, catalogue, item } = telling
  const { id, kind } = filed
  const { shown } = telling
  let at = assigned
  const transfers = shown || chance.happens(0.8) ? 0 : chance.pick([1, 1, 1, 2])
  for (let i = 0; i < transfers; i++) {
    const now = (at = officeTime(chance, at, 1))
    const others = catalogue.departments.filter((department) => department.id !== item.department)
    const unit = i === 0 ? chance.pick(others).id : item.department
    steps.push({
      at: now,
      run: () => desk.transferCase(context, id, { unit, reason: telling.say(TRANSFERS) }, { now }),
    })
  }
  let end = due
  if (!shown && chance.happens(0.06) && kind !== 'enquiry') {
    const now = (at = officeTime(chance, at, 1))
    end = addWorkdays(due, 5)
    const later = end
    steps.push({
      at: now,
      run: () => desk.extendCase(context, id, { reason: telling.say(EXTENSIONS), due: later }, { now }),
    })
  }
  if (!shown && chance.happens(0.04)) return undefined
  const late = !shown && chance.happens(tardiness(item.department))
  const answerDay = late
    ? addWorkdays(end, chance.between(1, 6))
    : addWorkdays(end, -chance.between(0, kind === 'enquiry' ? 1 : 4))
  const answered = officeTime(
    chance,
    new Date(Math.max(at.getTime(), Date.parse(`${answerDay}T00:30:00Z`))),
    0,
  )
  steps.push({
    at: answered,
    leads: 'answered',
    run: () => desk.answerCase(context, id, telling.say(story.answers), { now: answered }),
  })
  return answered
}

function planEnd(
  telling: Telling,
  filed: CaseSubmission,
  answered: Date,
  act: (at: Date, action: object) => Promise<void>,
  steps: Step[],
): void {
  const { chance, context } = telling
  const drawn = ENDING[telling.shown?.status ?? 'closed'] ?? chance.next()
  const close = (from: Date, workdays: number) => {
    const now = officeTime(chance, from, workdays)
    steps.push({ at: now, run: () => desk.closeCase(context, filed.id, { now }) })
  }
  if (drawn < 0.46) {
    const confirmed = new Date(answered.getTime() + chance.between(2, 60) * 3_600_000)
    steps.push({ at: confirmed, leads: 'confirmed', run: () => act(confirmed, { type: 'confirm' }) })
    if (chance.happens(0.85)) close(confirmed, chance.between(1, 3))
  } else if (drawn < 0.6) {
    const reopened = new Date(answered.getTime() + chance.between(6, 100) * 3_600_000)
    steps.push({
      at: reopened,
      leads: 'reopened',
      run: () => act(reopened, { type: 'reopen', reason: telling.say(REOPENS) }),
    })
    const again = officeTime(chance, reopened, chance.between(3, filed.kind === 'enquiry' ? 3 : 8))
    steps.push({
      at: again,
      run: () =>
        desk.answerCase(
          context,
          filed.id,
          '经再次核实并当面沟通，已按您反映的问题重新处理，处理结果已书面告知。',
          { now: again },
        ),
    })
    close(again, 8)
  } else {
    // Whoever says nothing may ask for a second look first: in days of the calendar, worked weekends or not.
    const lastDay = addDays(dateInChina(answered), RULES.reopenWindowDays)
    close(instant(lastDay, 23, 59), chance.between(1, 2))
  }
}

/** Lets one case happen up to now. */
export async function playCase(context: Context, catalogue: Catalogue, index: number): Promise<SampleCase> {
  const telling = new Telling(context, catalogue, index)
  const { chance, item } = telling
  const now = context.now()
  const kind = chance.pick(KINDS)
  const story = chance.pick(STORIES[kind])
  const { shown } = telling
  const filedAt = shown
    ? new Date(
        Math.min(
          instant(addWorkdays(dateInChina(now), -shown.workdaysAgo), 9, 20).getTime(),
          now.getTime() - 600_000,
        ),
      )
    : citizenTime(chance, now, daysAgo(chance, SPAN_DAYS))
  const digest = digestOfCode(receiptCode(randomBytes(CODE_RANDOM_BYTES))) ?? ''
  const filed = submission(telling, kind, story, filedAt, digest)
  const { id } = filed
  // one in ten was filed without a network and came in later
  const received =
    !shown && chance.happens(0.1) ? new Date(filedAt.getTime() + chance.between(1, 20) * 3_600_000) : filedAt
  const act = async (at: Date, action: object): Promise<void> => {
    const payload = {
      id: uuidv7(at.getTime(), randomBytes(ID_RANDOM_BYTES)),
      caseId: id,
      receiptDigest: digest,
      action,
    }
    await fileOperation<'case.act'>(context, { type: 'case.act', payload: payload as never, entity: id, at })
  }
  const steps: Step[] = [
    {
      at: received,
      leads: 'submitted',
      run: () => fileOperation(context, { type: 'case.submit', payload: filed, entity: id, at: received }),
    },
  ]
  const told: SampleCase = { id, item }
  const accepted = officeTime(
    chance,
    received,
    !shown && chance.happens(0.1) ? chance.between(2, 4) : chance.between(0, 1),
  )
  const drawn = shown ? (COURSE[shown.status] ?? 0.5) : chance.next()
  if (drawn < 0.05) {
    const at = new Date(received.getTime() + chance.between(10, 300) * 60_000)
    steps.push({ at, run: () => act(at, { type: 'withdraw' }) })
  } else if (drawn < 0.12) {
    const declined = chance.pick(DECLINES)
    steps.push({
      at: accepted,
      leads: 'declined',
      run: () => desk.declineCase(context, id, declined, { now: accepted }),
    })
    const closed = officeTime(chance, accepted, 5)
    if (chance.happens(0.5))
      steps.push({ at: closed, run: () => desk.closeCase(context, id, { now: closed }) })
  } else {
    steps.push({
      at: accepted,
      leads: 'accepted',
      run: () => desk.acceptCase(context, id, { now: accepted }),
    })
    let due = dueDate(kind, accepted.toISOString())
    let ready = accepted
    const asks = drawn < 0.22
    if (asks) {
      const asked = new Date(accepted.getTime() + chance.between(20, 200) * 60_000)
      steps.push({
        at: asked,
        leads: 'moreRequested',
        run: () => desk.requestMore(context, id, telling.say(QUESTIONS), { now: asked }),
      })
      const days = chance.between(1, 3)
      ready = officeTime(chance, asked, days)
      due = addWorkdays(due, days)
      const supplied = ready
      if (drawn < 0.18)
        steps.push({
          at: supplied,
          run: () => act(supplied, { type: 'supply', text: telling.say(SUPPLIES), photos: [] }),
        })
    }
    if (!asks || drawn < 0.18) {
      const assigned = new Date(ready.getTime() + chance.between(15, 240) * 60_000)
      steps.push({
        at: assigned,
        leads: 'assigned',
        run: () => desk.assignCase(context, id, { unit: item.department }, { now: assigned }),
      })
      const answered = planAnswer(telling, story, filed, assigned, due, steps)
      if (answered) {
        if (answered <= now) told.answeredAt = answered
        planEnd(telling, filed, answered, act, steps)
      }
    }
  }
  for (const step of steps) {
    if (step.at > now) break
    await step.run()
    if (shown && step.leads === shown.status) break
  }
  return told
}
