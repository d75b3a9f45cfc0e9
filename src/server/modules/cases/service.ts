/**
 * What the office and the units do with a case. Each is one transaction with one event; `expected` is the number of
 * events the caller has seen, so that two desks do not step on each other (`conflict`).
 */
import { dueDate } from '#domain/cases/clock'
import type { CaseEvent, CaseState } from '#domain/cases/types'
import type { Context } from '../../context.ts'
import type { Actor } from './repository.ts'
import { stepCase, type StepFacts } from './step.ts'

export interface DeskOptions {
  /** the instant of the step; the server's clock unless the sample district files the past */
  now?: Date
  expected?: number
}

async function step(
  context: Context,
  caseId: string,
  actor: Actor,
  make: (facts: StepFacts) => CaseEvent,
  { now, expected }: DeskOptions,
): Promise<CaseState> {
  return context.db.transaction().execute(async (db) => {
    const { state } = await stepCase(context, db, caseId, make, {
      now: now ?? context.now(),
      actor,
      ...(expected === undefined ? {} : { expected }),
    })
    return state
  })
}

/** 受理: the case is taken in; the answer is due by the period of its kind. */
export const acceptCase = (context: Context, caseId: string, options: DeskOptions = {}) =>
  step(
    context,
    caseId,
    'office',
    ({ row, rules, at }) => ({
      type: 'accept',
      at,
      due: dueDate(row.origin === 'rating' ? 'poorRatingFollowUp' : row.kind, at, rules),
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
    ({ row, state, rules, at }) => ({
      type: 'assign',
      at,
      unit,
      due: due ?? state.due ?? dueDate(row.kind, at, rules),
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
    ({ row, state, rules, at }) => ({
      type: 'transfer',
      at,
      unit,
      reason,
      due: due ?? state.due ?? dueDate(row.kind, at, rules),
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

/** 答复 */
export const answerCase = (context: Context, caseId: string, text: string, options: DeskOptions = {}) =>
  step(context, caseId, 'unit', ({ at }) => ({ type: 'answer', at, text }), options)

/** 办结 */
export const closeCase = (context: Context, caseId: string, options: DeskOptions = {}) =>
  step(context, caseId, 'office', ({ at }) => ({ type: 'close', at }), options)
