/**
 * The life of a case as a pure fold: submitted → accepted | declined → assigned → answered → confirmed | reopened
 * (once) → closed, with `requestMore` stopping the clock, `extend` only before expiry, `transfer` counted, `withdraw`.
 */
import { addWorkdays, dateInChina, workdaysBetween } from '../workdays/calendar.ts'
import type { CaseEvent, CaseEventType, CaseState, CaseStatus } from './types.ts'

type Running = NonNullable<CaseState['pause']>['status']
type Next = CaseState | { illegal: string }

/** Which events each status allows. What is not here is illegal, whoever asks. */
export const ALLOWED = {
  submitted: ['accept', 'decline', 'requestMore', 'withdraw', 'merge', 'separate'],
  accepted: ['assign', 'requestMore', 'withdraw', 'merge', 'separate'],
  declined: ['close'],
  assigned: ['transfer', 'requestMore', 'extend', 'answer', 'withdraw', 'merge', 'separate'],
  moreRequested: ['supply', 'withdraw', 'separate'],
  answered: ['confirm', 'reopen', 'close', 'separate'],
  reopened: ['transfer', 'requestMore', 'extend', 'answer', 'withdraw', 'merge', 'separate'],
  confirmed: ['close'],
  withdrawn: [],
  closed: [],
} as const satisfies Record<CaseStatus, readonly CaseEventType[]>

/** Whether the state is a refusal of the event. */
export const isIllegal = (next: Next): next is { illegal: string } => 'illegal' in next

/** The same case in another status, with the given due date or none. */
function moved(state: CaseState, status: CaseStatus, due?: string): CaseState {
  const { unit, transfers, extensions, reopened, mergedInto } = state
  const next: CaseState = { status, transfers, extensions, reopened }
  if (unit !== undefined) next.unit = unit
  if (due !== undefined) next.due = due
  if (mergedInto !== undefined) next.mergedInto = mergedInto
  return next
}

/** Where the clock goes on after a pause: the due date moves by the workdays for which it stood. */
function resumed(state: CaseState, at: string): CaseState {
  const pause = state.pause
  if (!pause) return state
  const stood = Math.max(0, workdaysBetween(dateInChina(pause.since), dateInChina(at)))
  return moved(state, pause.status, pause.due === undefined ? undefined : addWorkdays(pause.due, stood))
}

function extended(state: CaseState, event: Extract<CaseEvent, { type: 'extend' }>): Next {
  if (state.due !== undefined && dateInChina(event.at) > state.due) return { illegal: 'extend after expiry' }
  if (state.due !== undefined && event.due <= state.due) return { illegal: 'extend to no later date' }
  return { ...state, due: event.due, extensions: state.extensions + 1 }
}

/** 撤销并案: the case alone again, in the state and with the due date (or the pause) that it has of its own. */
function separated({ mergedInto, ...own }: CaseState): Next {
  return mergedInto === undefined ? { illegal: 'separate when it follows none' } : own
}

/**
 * The state after the event, or why the event is not allowed. `state` is undefined before the first event, which is
 * always `submit`. Whether the reopen window is still open is a matter of rules: see `reopenUntil` in clock.ts.
 */
export function nextState(state: CaseState | undefined, event: CaseEvent): Next {
  if (!state) {
    if (event.type !== 'submit') return { illegal: `${event.type} before submit` }
    const first: CaseState = { status: 'submitted', transfers: 0, extensions: 0, reopened: false }
    return event.due === undefined ? first : { ...first, due: event.due }
  }
  const allowed: readonly CaseEventType[] = ALLOWED[state.status]
  if (!allowed.includes(event.type)) return { illegal: `${event.type} when ${state.status}` }

  switch (event.type) {
    case 'submit':
      return { illegal: `submit when ${state.status}` }
    case 'accept':
      return moved(state, 'accepted', event.due)
    case 'decline':
      return moved(state, 'declined')
    case 'assign':
      return { ...moved(state, 'assigned', event.due), unit: event.unit }
    case 'transfer':
      if (event.unit === state.unit) return { illegal: 'transfer to the unit that has it' }
      return { ...state, unit: event.unit, due: event.due, transfers: state.transfers + 1 }
    case 'requestMore': {
      // ALLOWED has `requestMore` only where the clock runs, so the status is one of those four.
      const pause = { since: event.at, status: state.status as Running }
      return {
        ...moved(state, 'moreRequested'),
        pause: state.due === undefined ? pause : { ...pause, due: state.due },
      }
    }
    case 'supply':
      return resumed(state, event.at)
    case 'extend':
      return extended(state, event)
    case 'answer':
      return moved(state, 'answered')
    case 'confirm':
      return moved(state, 'confirmed')
    case 'reopen':
      if (state.reopened) return { illegal: 'reopen twice' }
      return { ...moved(state, 'reopened', event.due), reopened: true }
    case 'withdraw':
      return moved(state, 'withdrawn')
    case 'close':
      return moved(state, 'closed')
    case 'merge':
      if (state.mergedInto !== undefined) return { illegal: 'merge twice' }
      return { ...state, mergedInto: event.into }
    case 'separate':
      return separated(state)
  }
}

/** The state after all events, in order. Throws when there is none or one is illegal: such a log is corrupt. */
export function foldCase(events: readonly CaseEvent[]): CaseState {
  let state: CaseState | undefined
  for (const event of events) {
    const next = nextState(state, event)
    if (isIllegal(next)) throw new Error(`corrupt case log: ${next.illegal}`)
    state = next
  }
  if (!state) throw new Error('corrupt case log: no events')
  return state
}
