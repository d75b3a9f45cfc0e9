/**
 * 差评回访: what becomes of a poor rating. Somebody calls; what went wrong is put right or explained; the complainant
 * says what they think of that, and where they are still not satisfied it starts again, once. A rating held to be false
 * may be appealed, once: the auditor decides, and only an appeal that was upheld takes the rating off the board.
 */
import type { RatingLevel } from './types.ts'

export const CONTACT_WAYS = ['phone', 'message', 'inPerson'] as const
export type ContactWay = (typeof CONTACT_WAYS)[number]

/** Append-only. `at` is the server's ISO instant. */
export type FollowUpEvent = { at: string } & (
  | { type: 'contact'; how: ContactWay; when: string; reached: boolean; note?: string }
  | { type: 'remedy'; text: string }
  | { type: 'explain'; text: string }
  /** `again`: it starts anew, because they are not satisfied and a second look is still open to them */
  | { type: 'rateRemedy'; level: RatingLevel; text?: string; again: boolean }
  | { type: 'appeal'; reason: string }
  | { type: 'uphold'; reason: string }
  | { type: 'reject'; reason: string }
)
export type FollowUpEventType = FollowUpEvent['type']

export const FOLLOW_UP_STATUSES = ['open', 'contacted', 'remedied', 'settled'] as const
export type FollowUpStatus = (typeof FOLLOW_UP_STATUSES)[number]
export const APPEAL_STATES = ['none', 'pending', 'upheld', 'rejected'] as const
export type AppealState = (typeof APPEAL_STATES)[number]

export interface FollowUpState {
  status: FollowUpStatus
  appeal: AppealState
  /** whether it has started again */
  again: boolean
  /** what the complainant thought of the last remedy */
  remedyLevel?: RatingLevel
}
export const NOTHING_YET: Readonly<FollowUpState> = { status: 'open', appeal: 'none', again: false }

/** What each status allows; appeals have their own state. */
const ALLOWED: Readonly<Record<FollowUpStatus, readonly FollowUpEventType[]>> = {
  open: ['contact'],
  contacted: ['contact', 'remedy', 'explain'],
  remedied: ['contact', 'rateRemedy'],
  settled: [],
}

const MINUTE_MS = 60_000
/**
 * Whether somebody says that they called at an instant still to come. A clock that is read to the minute is wrong by
 * less than one: so much is not the future.
 * @param when epoch ms
 */
export const callsInFuture = (when: number, now: number): boolean => when - now >= MINUTE_MS

/** Whether the event may come now. */
export function mayFollow({ status, appeal }: Readonly<FollowUpState>, type: FollowUpEventType): boolean {
  switch (type) {
    case 'appeal':
      return appeal === 'none'
    case 'uphold':
    case 'reject':
      return appeal === 'pending'
    case 'contact':
    case 'remedy':
    case 'explain':
    case 'rateRemedy':
      return appeal !== 'upheld' && ALLOWED[status].includes(type)
  }
}

/** The state after the event, or undefined where it may not come. */
export function nextFollowUp(
  state: Readonly<FollowUpState>,
  event: FollowUpEvent,
): FollowUpState | undefined {
  if (!mayFollow(state, event.type)) return undefined
  switch (event.type) {
    case 'contact':
      return { ...state, status: state.status === 'open' ? 'contacted' : state.status }
    case 'remedy':
    case 'explain':
      return { ...state, status: 'remedied' }
    case 'rateRemedy': {
      if (event.again && state.again) return undefined
      const rated = { ...state, remedyLevel: event.level }
      return event.again ? { ...rated, status: 'open', again: true } : { ...rated, status: 'settled' }
    }
    case 'appeal':
      return { ...state, appeal: 'pending' }
    case 'uphold':
      return { ...state, appeal: 'upheld', status: 'settled' }
    case 'reject':
      return { ...state, appeal: 'rejected' }
  }
}

/** The state after all events, in order. Throws where one may not come: such a log is corrupt. */
export function foldFollowUp(events: readonly FollowUpEvent[]): FollowUpState {
  let state: FollowUpState = NOTHING_YET
  for (const event of events) {
    const next = nextFollowUp(state, event)
    if (!next) throw new Error(`corrupt follow-up: ${event.type} when ${state.status}, ${state.appeal}`)
    state = next
  }
  return state
}
