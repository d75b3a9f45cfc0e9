/** Where a case stands, in the few words that lists, filters and buttons need. */
import type { CaseStatus, CitizenAction } from './types.ts'

/** Whose turn it is. */
export type Turn = 'office' | 'unit' | 'citizen' | 'nobody'

const TURN: Readonly<Record<CaseStatus, Turn>> = {
  submitted: 'office',
  accepted: 'office',
  declined: 'nobody',
  assigned: 'unit',
  moreRequested: 'citizen',
  answered: 'citizen',
  reopened: 'unit',
  confirmed: 'nobody',
  withdrawn: 'nobody',
  closed: 'nobody',
}

export function turnOf(status: CaseStatus): Turn {
  return TURN[status]
}

/** Whether someone still has to do something. */
export function isOpen(status: CaseStatus): boolean {
  return TURN[status] !== 'nobody'
}

/**
 * What the citizen may do now. `canReopen` comes from the clock (server: `canReopen`; phone: the case's view).
 * The server decides again when the step arrives.
 */
export function citizenActions(status: CaseStatus, canReopen: boolean): CitizenAction['type'][] {
  switch (status) {
    case 'submitted':
    case 'accepted':
    case 'assigned':
    case 'reopened':
      return ['withdraw']
    case 'moreRequested':
      return ['supply', 'withdraw']
    case 'answered':
      return canReopen ? ['confirm', 'reopen'] : ['confirm']
    case 'declined':
    case 'confirmed':
    case 'withdrawn':
    case 'closed':
      return []
  }
}
