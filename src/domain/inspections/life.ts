/**
 * The life of an inspection as a pure fold: received → substantiated | unsubstantiated | moreRequested (a question back
 * to the supervisor) → rectification, due on a day → the unit's report → revisit by another supervisor → closed, or
 * rectified again. Events are append-only; the status is a fold over them.
 */
import { dateInChina } from '../workdays/calendar.ts'
import type { InspectionStatus } from './types.ts'

/** `at` is the server's ISO instant. */
export type InspectionEvent = { at: string } & (
  | { type: 'receive' }
  | { type: 'substantiate'; reason: string }
  | { type: 'dismiss'; reason: string }
  /** back to the supervisor, and what they say to it */
  | { type: 'ask'; question: string }
  | { type: 'reply'; text: string }
  /** 整改通知 to a department, due on an ISO date */
  | { type: 'order'; rectification: string; unit: string; text: string; due: string }
  /** what the unit says it has done */
  | { type: 'report'; text: string }
  /** 复查 by the visit of another supervisor, and that visit's record come in */
  | { type: 'revisit'; visit: string }
  | { type: 'revisited'; inspection: string }
  | { type: 'close'; note: string }
)
export type InspectionEventType = InspectionEvent['type']

export interface InspectionState {
  status: InspectionStatus
  /** the question to the supervisor that has no reply yet */
  question?: string
  /** the newest rectification notice */
  rectification?: {
    id: string
    unit: string
    due: string
    /** counts from 1: a second one follows a revisit that found no improvement */
    round: number
    reported: boolean
  }
  revisit?: { visit: string; /** the record it brought */ inspection?: string }
}
type Next = InspectionState | { illegal: string }

/** Which events each status allows. What is not here is illegal, whoever asks. */
export const INSPECTION_STEPS = {
  received: ['substantiate', 'dismiss', 'ask'],
  moreRequested: ['reply', 'substantiate', 'dismiss'],
  substantiated: ['order', 'close'],
  unsubstantiated: ['close'],
  rectification: ['report', 'revisit'],
  revisit: ['revisited', 'revisit', 'order', 'close'],
  closed: [],
} as const satisfies Record<InspectionStatus, readonly InspectionEventType[]>

/** Whether the state is a refusal of the event. */
export const isRefused = (next: Next): next is { illegal: string } => 'illegal' in next

/** The same inspection in another status; a question to the supervisor ends with it. */
const moved = ({ rectification, revisit }: InspectionState, status: InspectionStatus): InspectionState => ({
  status,
  ...(rectification && { rectification }),
  ...(revisit && { revisit }),
})

/** Another look is due when the unit has reported, or its time is over. */
function revisited(
  state: InspectionState,
  { visit, at }: Extract<InspectionEvent, { type: 'revisit' }>,
): Next {
  const { rectification } = state
  if (!rectification) return { illegal: 'revisit without a rectification' }
  if (state.revisit?.inspection !== undefined) return { illegal: 'revisit twice' }
  if (!rectification.reported && dateInChina(at) < rectification.due)
    return { illegal: 'revisit before the report and before the due date' }
  return { status: 'revisit', rectification, revisit: { visit } }
}

/** The state after the event, or why it is not allowed. `state` is undefined before the first event, which is always `receive`. */
export function nextInspection(state: InspectionState | undefined, event: InspectionEvent): Next {
  if (!state)
    return event.type === 'receive' ? { status: 'received' } : { illegal: `${event.type} before receive` }
  const allowed: readonly InspectionEventType[] = INSPECTION_STEPS[state.status]
  if (!allowed.includes(event.type)) return { illegal: `${event.type} when ${state.status}` }
  switch (event.type) {
    case 'receive':
      return { illegal: 'receive twice' }
    case 'substantiate':
      return moved(state, 'substantiated')
    case 'dismiss':
      return moved(state, 'unsubstantiated')
    case 'ask':
      return { ...moved(state, 'moreRequested'), question: event.question }
    case 'reply':
      return moved(state, 'received')
    case 'order': {
      if (state.status === 'revisit' && state.revisit?.inspection === undefined)
        return { illegal: 'order again before the revisit' }
      const { rectification: id, unit, due } = event
      const round = (state.rectification?.round ?? 0) + 1
      return { status: 'rectification', rectification: { id, unit, due, round, reported: false } }
    }
    case 'report':
      return state.rectification
        ? { ...state, rectification: { ...state.rectification, reported: true } }
        : { illegal: 'report without a rectification' }
    case 'revisit':
      return revisited(state, event)
    case 'revisited':
      return state.revisit
        ? { ...state, revisit: { ...state.revisit, inspection: event.inspection } }
        : { illegal: 'revisited without a visit' }
    case 'close':
      // Where nobody went to look again, closing says why that was not needed.
      if (state.status === 'revisit' && state.revisit?.inspection === undefined && event.note.trim() === '')
        return { illegal: 'close without a revisit and without a reason' }
      return moved(state, 'closed')
  }
}

/** The state after all events, in order. Throws when there is none or one is illegal: such a log is corrupt. */
export function foldInspection(events: readonly InspectionEvent[]): InspectionState {
  let state: InspectionState | undefined
  for (const event of events) {
    const next = nextInspection(state, event)
    if (isRefused(next)) throw new Error(`corrupt inspection log: ${next.illegal}`)
    state = next
  }
  if (!state) throw new Error('corrupt inspection log: no events')
  return state
}
