import { describe, expect, it } from 'vitest'
import { citizenActions, isOpen, turnOf } from '#domain/cases/standing'
import { ALLOWED } from '#domain/cases/transition'
import { CASE_STATUSES } from '#domain/cases/types'

describe('where a case stands', () => {
  it('offers the citizen only what the case allows', () => {
    for (const status of CASE_STATUSES) {
      for (const reopenable of [true, false]) {
        for (const action of citizenActions(status, reopenable)) {
          expect(ALLOWED[status] as readonly string[]).toContain(action)
        }
      }
    }
    expect(citizenActions('answered', true)).toEqual(['confirm', 'reopen'])
    expect(citizenActions('answered', false)).toEqual(['confirm'])
  })

  it('is open while it is someone’s turn', () => {
    expect(turnOf('assigned')).toBe('unit')
    expect(turnOf('moreRequested')).toBe('citizen')
    expect(CASE_STATUSES.filter((status) => !isOpen(status))).toEqual([
      'declined',
      'confirmed',
      'withdrawn',
      'closed',
    ])
  })
})
