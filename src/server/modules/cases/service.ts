/**
 * What the office and the units do with a case. Each is one transaction with one event; `expected` is the number of
 * events the caller has seen, so that two desks do not step on each other (`conflict`). Cases that were joined to it
 * go the same step, where their own state allows it.
 */
import type { Kysely } from 'kysely'
import { dueDate } from '#domain/cases/clock'
import type { CaseEvent, CaseState } from '#domain/cases/types'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { inTransaction } from '../../db/transaction.ts'
import { takeAlong } from './followers.ts'
import type { Actor } from './repository.ts'
import { stepCase, type StepFacts } from './step.ts'

export interface DeskOptions {
  /** the instant of the step; the server's clock unless the sample district files the past */
  now?: Date
  expected?: number
  /** the caller's transaction */
  db?: Kysely<Database>
  /** who takes the step; without it, the desk whose step it usually is */
  by?: { id: string; actor: Actor }
}

async function step(
  context: Context,
  caseId: string,
  usually: Actor,
  make: (facts: StepFacts) => CaseEvent,
  { now, expected, db, by }: DeskOptions,
): Promise<CaseState> {
  return inTransaction(db ?? context.db, async (within) => {
    const options = {
      now: now ?? context.now(),
      actor: by?.actor ?? usually,
      ...(by === undefined ? {} : { staff: by.id }),
    }
    const { state, event } = await stepCase(context, within, caseId, make, {
      ...options,
      ...(expected === undefined ? {} : { expected }),
    })
    await takeAlong(context, within, caseId, event, options)
    return state
  })
}

/** By when a case that is taken in at `at` has to be answered. */
export const answerDue = ({ row, rules, at }: StepFacts): string =>
  dueDate(row.origin === 'rating' ? 'poorRatingFollowUp' : row.kind, at, rules)

/** 受理: the case is taken in; the answer is due by the period of its kind. */
export const acceptCase = (context: Context, caseId: string, options: DeskOptions = {}) =>
  step(
    context,
    caseId,
    'office',
    // The clock of a poor rating's follow-up has run since the rating.
    (facts) => ({
      type: 'accept',
      at: facts.at,
      due: (facts.row.origin === 'rating' ? facts.state.due : undefined) ?? answerDue(facts),
    }),
    options,
  )

/** 不予受理, with the reason and the rule it rests on. */
export const declineCase = (
  context: Context,
  caseId: string,
  { reason, rule }: { reason: string; rule: string },
  options: DeskOptions = {},
) => step(context, caseId, 'office', ({ at }) => ({ type: 'decline', at, reason, rule }), options)

/** 交办 to a department; the due date set at acceptance stays unless one is given. */
export const assignCase = (
  context: Context,
  caseId: string,
  { unit, due }: { unit: string; due?: string },
  options: DeskOptions = {},
) =>
  step(
    context,
    caseId,
    'office',
    (facts) => ({
      type: 'assign',
      at: facts.at,
      unit,
      due: due ?? facts.state.due ?? answerDue(facts),
    }),
    options,
  )

/** 转办: counted and shown; the clock goes on, so a kick to the next office wins no time. */
export const transferCase = (
  context: Context,
  caseId: string,
  { unit, reason, due }: { unit: string; reason: string; due?: string },
  options: DeskOptions = {},
) =>
  step(
    context,
    caseId,
    'office',
    (facts) => ({
      type: 'transfer',
      at: facts.at,
      unit,
      reason,
      due: due ?? facts.state.due ?? answerDue(facts),
    }),
    options,
  )

/** 补正: the citizen is asked; the clock stands until they answer. */
export const requestMore = (context: Context, caseId: string, question: string, options: DeskOptions = {}) =>
  step(context, caseId, 'office', ({ at }) => ({ type: 'requestMore', at, question }), options)

/** 延期: before expiry, with a reason. */
export const extendCase = (
  context: Context,
  caseId: string,
  { reason, due }: { reason: string; due: string },
  options: DeskOptions = {},
) => step(context, caseId, 'unit', ({ at }) => ({ type: 'extend', at, reason, due }), options)

/** 答复, with the names of photos that are stored already. */
export const answerCase = (
  context: Context,
  caseId: string,
  text: string,
  { photos = [], ...options }: DeskOptions & { photos?: string[] } = {},
) =>
  step(
    context,
    caseId,
    'unit',
    ({ at }) => ({ type: 'answer', at, text, ...(photos.length === 0 ? {} : { photos }) }),
    options,
  )

/** 撤销并案: it goes on alone, from where it stands; its citizen reads the reason. */
export const separateCase = (context: Context, caseId: string, reason: string, options: DeskOptions = {}) =>
  step(context, caseId, 'office', ({ at }) => ({ type: 'separate', at, reason }), options)

/** 办结 */
export const closeCase = (context: Context, caseId: string, options: DeskOptions = {}) =>
  step(context, caseId, 'office', ({ at }) => ({ type: 'close', at }), options)
